"""Keeps usage rows in a file of JSON lines."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from gateway.rows import UsageRow


@dataclass
class FileSink:
    """Appends rows to a file; a row whose key this process has written is not written again."""

    path: Path
    _keys: set[str] = field(default_factory=set)

    async def write(self, rows: Sequence[UsageRow]) -> None:
        new = {row.key: row for row in rows if row.key not in self._keys}
        await asyncio.to_thread(self._append, list(new.values()))
        self._keys |= set(new)

    def _append(self, rows: Sequence[UsageRow]) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("a", encoding="utf-8") as file:
            file.writelines(f"{row.wire_json()}\n" for row in rows)


def rows_in(path: Path) -> list[UsageRow]:
    """Return the rows of a file. Raises Malformed."""
    return [UsageRow.from_json(line) for line in path.read_bytes().splitlines() if line.strip()]
