"""A body is served as it was meant: compressed, with a byte order mark, or refused with the name of
the header."""

import gzip
import json
import time
import zlib
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.errors import Problem
from gateway.unpack import unpacked
from tests.gateway.stage import MESSAGES, PATHS, Stage, asking, staged

BOM = b"\xef\xbb\xbf"


def bare(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(body) + packer.flush()


WAYS: list[tuple[str, Callable[[bytes], bytes]]] = [
    ("gzip", gzip.compress),
    ("GZIP", gzip.compress),
    ("identity, x-gzip", gzip.compress),
    ("gzip", lambda body: gzip.compress(body[:9]) + gzip.compress(body[9:])),
    ("deflate", zlib.compress),
    ("deflate", bare),
    ("identity", bytes),
    ("", bytes),
]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("model", ["kilo-auto/efficient", "m/asked"])
def test_a_compressed_body_is_read_and_goes_up_as_it_is(
    stage: Stage, path: str, way: tuple[str, Callable[[bytes], bytes]], model: str
) -> None:
    body = json.dumps(asking(path, model)).encode()
    answer = stage.gateway.post(path, way[1](body), **{"content-encoding": way[0]})
    assert answer.status_code == 200, answer.text
    assert stage.sent.json()["model"] in ("c/chosen", "m/asked")
    assert "gzip" not in str(stage.sent.all("content-encoding")).lower()
    assert "deflate" not in str(stage.sent.all("content-encoding"))


@pytest.mark.parametrize("path", PATHS)
def test_a_byte_order_mark_is_left_out(stage: Stage, path: str) -> None:
    for packed in (bytes, gzip.compress):
        body = packed(BOM + json.dumps(asking(path, "m/asked")).encode())
        named = {"content-encoding": "gzip"} if packed is gzip.compress else {}
        assert stage.clear().gateway.post(path, body, **named).status_code == 200
        assert stage.sent.body.startswith(b"{")


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("coding", ["zstd", "br", "gzip, gzip"])
def test_another_compression_is_refused_by_the_name_of_the_header(
    stage: Stage, path: str, coding: str
) -> None:
    answer = stage.gateway.post(path, b"\x28\xb5\x2f\xfd", **{"content-encoding": coding})
    error = answer.json()["error"]
    assert answer.status_code == 415
    assert error["message"].startswith(f"content-encoding: {coding} is not read here")
    assert error["type"] == "invalid_request_error"
    assert ("type" in answer.json()) == (path == MESSAGES)
    assert not stage.provider.asked


CUT = gzip.compress(b"{}" * 99, mtime=0)[:-9]


@pytest.mark.parametrize("body", [b'{"model":"m"}', CUT, b"\x1f\x8b"])
def test_a_body_that_is_not_so_compressed_is_refused(stage: Stage, body: bytes) -> None:
    answer = stage.gateway.post(PATHS[0], body, **{"content-encoding": "gzip"})
    assert answer.status_code == 400
    assert "content-encoding: the body is not gzip" in answer.json()["error"]["message"]


def test_the_limit_counts_what_is_unpacked() -> None:
    with staged(max_body_bytes=10_000) as stage:
        body = gzip.compress(b" " * 10_000_000)
        answer = stage.gateway.post(PATHS[0], body, **{"content-encoding": "gzip"})
    assert len(body) < 10_000
    assert answer.status_code == 413
    assert "unpacked" in answer.json()["error"]["message"]


GZIP = [("content-encoding", "gzip")]


@given(
    st.lists(st.tuples(st.binary(max_size=300), st.integers(1, 600)), min_size=1, max_size=5),
    st.integers(0, 9),
)
def test_members_and_pieces_change_nothing(parts: list[tuple[bytes, int]], level: int) -> None:
    """Content of many pieces and members is read whole, and a body that is cut is never read."""
    content = [part * times for part, times in parts]
    packed = b"".join(gzip.compress(part, level, mtime=0) for part in content)
    whole = b"".join(content)
    assert unpacked(GZIP, packed, len(whole) + 1)[1] == whole.removeprefix(BOM)
    with pytest.raises(Problem, match="is missing"):
        unpacked(GZIP, packed[:-1], len(whole) + 1)
    if whole:
        with pytest.raises(Problem, match="when it is unpacked"):
            unpacked(GZIP, packed, len(whole) - 1)


@pytest.mark.parametrize(("count", "read"), [(999, True), (1_000, False), (300_000, False)])
def test_a_body_of_many_members_is_refused_at_once(stage: Stage, count: int, read: bool) -> None:
    body = gzip.compress(b"", mtime=0) * count
    body += gzip.compress(json.dumps(asking(MESSAGES)).encode())
    began = time.monotonic()
    answer = stage.gateway.post(MESSAGES, body, **{"content-encoding": "gzip"})
    assert answer.status_code == (200 if read else 400)
    assert ("members" in answer.text) is not read
    assert time.monotonic() - began < 2
