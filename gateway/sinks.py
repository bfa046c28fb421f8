"""Where usage rows are kept: a file of JSON lines, or a DynamoDB table."""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from contracts.errors import Malformed
from contracts.usage import UsageRow
from gateway.rows import RowSink

_TABLE = re.compile(r"[a-zA-Z0-9_.-]{3,255}")


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
    """Return the rows of a file, each once. Raises Malformed."""
    lines = (line for line in path.read_bytes().splitlines() if line.strip())
    return list({row.key: row for row in map(UsageRow.from_json, lines)}.values())


class Store(Protocol):
    """A store whose calls block, as those of AWS do."""

    def write(self, rows: Sequence[UsageRow]) -> int: ...


@dataclass(frozen=True)
class ThreadSink:
    """Writes rows to a store in a thread of its own, off the event loop."""

    store: Store

    async def write(self, rows: Sequence[UsageRow]) -> int:
        return await asyncio.to_thread(self.store.write, rows)


def sink_of(told: str) -> RowSink:
    """Return the sink that `dynamodb:TABLE` or the path of a file names. The table's region,
    endpoint and credentials are those of the environment. Raises Malformed.
    """
    kind, colon, table = told.partition(":")
    if kind == "dynamodb" and colon:
        return _table(table)
    if not told.strip() or (colon and "/" not in kind):
        raise Malformed(f"usage: {told!r} is neither dynamodb:TABLE nor a path; write ./{told}")
    return FileSink(Path(told))


def _table(name: str) -> RowSink:
    if not _TABLE.fullmatch(name):
        raise Malformed("usage: dynamodb:TABLE needs a name of 3 to 255 letters, digits, _ . or -")
    # Only here: the library needs neither AWS nor its packages.
    from adapters.aws import clients
    from adapters.dynamodb.items import Items
    from adapters.dynamodb.usage import UsageStore

    try:
        client = clients.dynamodb(once=True)
    except Exception as error:
        raise Malformed(f"usage: DynamoDB cannot be called: {error}; set AWS_REGION") from None
    return ThreadSink(UsageStore(Items(client, name)))
