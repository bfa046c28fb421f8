"""Packs private parts into pieces that fit into a request, and reads stored ones."""

import gzip
import zlib
from base64 import b64decode, b64encode
from functools import lru_cache

from pydantic import ValidationError

from contracts import objects
from contracts.bank import Part
from contracts.digest import digest_of
from contracts.errors import Missing, Refused
from contracts.ports import DocumentPort
from contracts.problems import problems

# AWS: a request to a Function URL has at most 6 MB; base64 needs no escapes in JSON.
PIECE = 3_000_000
# chosen: the admin function holds a part some five times in its 1,024 MB while it checks it.
MOST_BYTES = 32_000_000
_GZIP = 16 + zlib.MAX_WBITS


class PartUnusable(Missing):
    """A stored part that is gone, or that this version cannot read."""


def version_of(part: Part) -> str:
    """Return the version of a part, a digest of all that it holds."""
    return digest_of(part.wire())


def pieces_of(part: Part) -> list[str]:
    """Return the part as texts. Raises Refused when it is too large."""
    data = part.wire_json().encode()
    if len(data) > MOST_BYTES:
        raise Refused(_too_large(len(data)))
    text = b64encode(gzip.compress(data, mtime=0)).decode()
    return [text[start : start + PIECE] for start in range(0, len(text), PIECE)]


def part_of(pieces: list[str]) -> Part:
    """Return the part in `pieces`. Raises Refused, which never holds its content."""
    try:
        unpacker = zlib.decompressobj(_GZIP)
        data = unpacker.decompress(b64decode("".join(pieces), validate=True), MOST_BYTES + 1)
    except (ValueError, zlib.error):
        raise Refused("pieces: are not a part; send it with `autoroute dataset add PATH`") from None
    if len(data) > MOST_BYTES:
        raise Refused(_too_large(len(data)))
    if not unpacker.eof:
        raise Refused("pieces: the last one is missing; send the part again")
    return Part.from_json(data)


def _too_large(size: int) -> str:
    return (
        f"part: has {size:,} bytes or more, and may have {MOST_BYTES:,}; divide it into two parts"
    )


def store(part: Part, to: DocumentPort) -> str:
    """Store a part beside its earlier versions, and return its version; nothing uses it yet."""
    version = version_of(part)
    to.put(objects.part(part.name, version), part.wire_json())
    return version


@lru_cache(maxsize=8)
def stored_part(name: str, version: str, source: DocumentPort) -> Part:
    """Return a stored part, which never changes. Raises PartUnusable."""
    text = source.get(objects.part(name, version))
    if text is None:
        raise PartUnusable(f"part: {name} is not in the bucket; {_REMEDY}")
    try:
        return Part.from_json(text)
    except ValidationError as error:
        found = "; ".join(problems(error))
        raise PartUnusable(f"part: {name} cannot be read ({found}); {_REMEDY}") from None


_REMEDY = "add it again, or drop it"
