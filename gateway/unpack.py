"""Reads the body of a request as a client sent it: compressed, or with a mark of its encoding."""

import zlib
from codecs import BOM_UTF8

from gateway.errors import Problem
from gateway.headers import Headers

ENCODING = "content-encoding"
# As zlib is told of them; `deflate` is a zlib stream by RFC 9110, and a bare one by habit.
_GZIP, _ZLIB, _BARE = zlib.MAX_WBITS | 16, zlib.MAX_WBITS, -zlib.MAX_WBITS
# Chosen: what follows a member is copied at its end, so that pieces and members are bounded.
_PIECE, _MOST_MEMBERS = 2**16, 1_000
_WAYS = {"gzip": (_GZIP,), "x-gzip": (_GZIP,), "deflate": (_ZLIB, _BARE)}


def unpacked(headers: Headers, raw: bytes, most: int) -> tuple[Headers, bytes]:
    """Return the body as JSON without a byte order mark, and the headers that fit it. Raises
    Problem for a compression that is not read here, a body that is not so compressed, and one of
    more than `most` bytes.
    """
    named = ",".join(value for name, value in headers if name == ENCODING)
    codings = [
        c for part in named.split(",") if (c := part.strip().lower()) not in ("", "identity")
    ]
    if not codings:
        return headers, raw.removeprefix(BOM_UTF8)
    if len(codings) > 1 or codings[0] not in _WAYS:
        raise Problem(
            415,
            f"{ENCODING}: {', '.join(codings)[:80]} is not read here; send the body with gzip, with"
            " deflate, or as it is (Codex: features.enable_request_compression=false)",
        )
    left = [(name, value) for name, value in headers if name != ENCODING]
    return left, _inflated(codings[0], raw, most).removeprefix(BOM_UTF8)


def _inflated(coding: str, raw: bytes, most: int) -> bytes:
    for way in _WAYS[coding]:
        try:
            return _members(way, raw, most)
        except zlib.error:
            continue
    raise Problem(400, f"{ENCODING}: the body is not {coding}, or a part of it is missing")


def _members(way: int, raw: bytes, most: int) -> bytes:
    """Return the content of all members, which gzip may have several of."""
    packed, found, at, count = memoryview(raw), bytearray(), 0, 0
    while at < len(packed):
        count += 1
        if count > _MOST_MEMBERS:
            raise Problem(400, f"{ENCODING}: more than {_MOST_MEMBERS} members; pack it as one")
        at = _member(way, packed, at, found, most)
    return bytes(found)


def _member(way: int, packed: memoryview, at: int, found: bytearray, most: int) -> int:
    """Add the content of the member that begins at `at`; return where it ends."""
    stream = zlib.decompressobj(way)
    while not stream.eof:
        piece = packed[at : at + _PIECE]
        if not piece:
            raise zlib.error
        found += stream.decompress(piece, most + 1 - len(found))
        if len(found) > most:
            raise Problem(413, f"body: more than {most} bytes when it is unpacked")
        at += len(piece)
    return at - len(stream.unused_data)
