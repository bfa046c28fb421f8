"""A text that is too long to keep has the usages that `json` finds in it, in bounded memory."""

import json
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from gateway.skim import Skim
from gateway.tap import MOST_BYTES, Tap

USAGE = {"prompt_tokens": 9, "details": {"usage": {"n": 1}}}
NAMES = st.sampled_from(["usage", "message", "response", "output", 'x"usage', "usage\\", "\u00e9"])
TEXTS = st.text('"\\{}[]:,a\u00e9\n', max_size=9)
LEAVES = st.none() | st.integers() | st.booleans() | TEXTS | NAMES
VALUES: st.SearchStrategy[Any] = st.recursive(
    LEAVES | st.just(USAGE),
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(NAMES, inside, max_size=4),
    max_leaves=25,
)
WHOLES = st.dictionaries(NAMES, VALUES, max_size=5)


def usages(whole: dict[str, Any]) -> list[Any]:
    """Return what the tap would read of a whole, in its order."""
    found = []
    for name, value in whole.items():
        inner = value.get("usage") if isinstance(value, dict) and name != "usage" else value
        if name in ("usage", "message", "response") and isinstance(inner, dict):
            found.append(inner)
    return found


def skimmed(body: bytes, sizes: list[int]) -> list[Any]:
    skim, rest = Skim(), body
    for size in sizes:
        skim.feed(rest[:size])
        rest = rest[size:]
    skim.feed(rest)
    return [json.loads(each) for each in skim.usages]


@example(whole={"usage\\": {"n": 1}}, sizes=[8], escapes=False, indent=None)
@given(
    whole=WHOLES,
    sizes=st.lists(st.integers(0, 9), max_size=40),
    escapes=st.booleans(),
    indent=st.none() | st.just(1),
)
@settings(deadline=None)
def test_it_finds_what_json_finds_however_the_bytes_come(
    whole: dict[str, Any], sizes: list[int], *, escapes: bool, indent: int | None
) -> None:
    body = json.dumps(whole, ensure_ascii=escapes, indent=indent).encode()
    for given_body in (body, b"event: x\r\ndata: " + body + b"\r\n\r\n"):
        assert skimmed(given_body, sizes) == usages(whole)


@given(st.binary(max_size=200), st.lists(st.integers(0, 9), max_size=40))
@settings(deadline=None)
def test_no_bytes_are_too_odd_for_it(body: bytes, sizes: list[int]) -> None:
    skim, at = Skim(), 0
    for size in (*sizes, len(body)):
        skim.feed(body[at : at + size])
        at += size
    assert all(each.startswith(b"{") for each in skim.usages)


MANY = 40
LONG = b"a" * 2**16
PIECES = {
    "a string": (b'{"x":"', LONG),
    "a name": (b'{"', LONG),
    "a usage": (b'{"usage":{"', LONG),
    "a usage of many": (b'{"usage":{', b'"a":1,' * 2**13),
    "brackets": (b'{"x":', b"[" * 2**16),
    "usages": (b"{", b'"usage":{},' * 2**10),
    "backslashes": (b'{"x":"', b"\\" * (2**16 - 1)),
}


@pytest.mark.parametrize("what", PIECES)
def test_it_keeps_little_of_what_has_no_end(what: str) -> None:
    begin, piece = PIECES[what]
    skim = Skim()
    skim.feed(begin)
    for _ in range(MANY):
        skim.feed(piece)
        held = (skim._string or b"", skim._usage or b"", *skim.usages)
        assert sum(map(len, held)) < 3 * 2**16


@pytest.mark.parametrize("stream", [False, True])
def test_a_long_answer_is_read_without_being_kept(*, stream: bool) -> None:
    tap = Tap(stream=stream)
    tap.feed(b'data: {"output":["')
    for _ in range(MANY * 4):
        tap.feed(LONG)
        assert len(tap._held) <= MOST_BYTES + len(LONG)
    tap.feed(b'"],"usage":{"prompt_tokens":7}}')
    tap.end()
    assert tap.tokens.prompt == 7
