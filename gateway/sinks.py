"""Where usage rows are kept: a file of JSON lines, or a DynamoDB table."""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from errno import ENOSPC
from pathlib import Path
from typing import Protocol

from contracts.errors import Malformed
from contracts.usage import UsageRow
from gateway.rows import BATCH, RowSink

MOST_KEYS = 4 * BATCH  # chosen: a batch is written again before any other, or never
_TABLE = re.compile(r"[a-zA-Z0-9_.-]{3,255}")


@dataclass
class FileSink:
    """Appends rows to a file; a row whose key is among the last `MOST_KEYS` that this process was
    given is not written again. A batch that cannot be written whole leaves nothing in the file.
    """

    path: Path
    _keys: list[str] = field(default_factory=list)

    async def write(self, rows: Sequence[UsageRow]) -> None:
        known, each = set(self._keys), {row.key: row for row in rows}
        new = (row for key, row in each.items() if key not in known)
        await asyncio.to_thread(self._append, "".join(f"{row.wire_json()}\n" for row in new))
        self._keys = [*(key for key in self._keys if key not in each), *each][-MOST_KEYS:]

    def _append(self, lines: str) -> None:
        data = lines.encode()
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("ab", buffering=0) as file:
            end = file.tell()
            try:
                if file.write(data) < len(data):
                    raise OSError(ENOSPC, "not written whole")
            except OSError:
                file.truncate(end)
                raise


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
    return _file(Path(told))


def _file(path: Path) -> FileSink:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        new = not path.exists()
        path.open("ab").close()
        if new:  # a gateway that does not start leaves nothing
            path.unlink()
    except OSError as error:
        raise Malformed(
            f"usage: {path}: {error.strerror}; name a file that can be written"
        ) from None
    return FileSink(path)


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
