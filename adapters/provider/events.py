"""Read the data of a stream of server-sent events (WHATWG HTML, section 9.2.6)."""

import re
from collections.abc import Iterator

_LINE_END = re.compile(rb"\r\n|\n|\r")
_MARK = b"\xef\xbb\xbf"


def data_of(body: bytes) -> Iterator[bytes]:
    """Yield the data of each event; several `data` lines are joined. Comments and other fields are
    left out. The last event counts without its blank line, too: some servers close early."""
    found: list[bytes] = []
    for line in (*_LINE_END.split(body.removeprefix(_MARK)), b""):
        name, _, value = line.partition(b":")
        if name == b"data":
            found.append(value.removeprefix(b" "))
        elif not line and found:
            yield b"\n".join(found)
            found = []
