"""Whatever is sent, `/decide` decides, or names what is wrong with it; it gives no other answer."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.depth import MOST
from contracts.errors import Malformed, Refused
from functions.decide.ask import Asking
from functions.decide.body import request_of
from functions.decide.decide import Decider
from functions.decide.outcome import RoutingState
from tests.decide.asking import DownSessions, Log, Model, ask, soon
from tests.decide.stack import SECRET, Stack
from tests.samples import table

DECIDER = Decider(DownSessions(), Asking(Model(), Log()))
KINDS = ("chat_completions", "messages", "responses")
NAMES = """model messages input role content text type tools stream provider providerOptions system
instructions image_url"""
NAME = st.sampled_from(NAMES.split())
WORD = st.sampled_from(["user", "system", "tool", "tool_result", "text", "image", "fix it"])
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | WORD
    | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(NAME, inner),
)


def answered(sent: bytes) -> str:
    """Return the decision, or what is wrong."""
    try:
        decided = DECIDER.decide(request_of(sent), RoutingState(table(), 0.0, "c"), soon())
    except (Malformed, Refused) as error:
        return str(error)
    return decided.answer.wire_json()


def raw(kind: str, body: Any) -> dict[str, Any]:
    return {"raw": {"apiKind": kind, "body": body}, "userId": "u"}


@given(st.sampled_from(KINDS), JSON, st.dictionaries(NAME, JSON))
@settings(deadline=None)
def test_any_body_is_decided_upon_or_refused(kind: str, turns: Any, rest: dict[str, Any]) -> None:
    for body in (rest, {**rest, "model": "m", "messages": [turns], "input": turns}, turns):
        assert answered(json.dumps(raw(kind, body)).encode())
    user = {"role": "user", "content": turns}
    whole = {"model": "m", "messages": [user], "input": [user]}
    found = answered(json.dumps(raw(kind, whole)).encode())
    assert json.loads(found)["reason"] in ("cheapest_meeting_the_bar", "no_candidate_left")


SHAPES = {
    "list": ("[", "]"),
    "content": ('{"content":', "}"),
    "part": ('[{"text":0,"content":', "}]"),
}
CHAT = {"model": "m", "messages": [{"role": "user", "content": "HERE"}]}
HINTS = {**ask().wire()["input"], "providerHints": {"provider": "HERE"}}
PLACES = st.sampled_from(
    [
        ("raw", raw("messages", CHAT)),
        ("raw", raw("responses", {"model": "m", "input": "HERE"})),
        ("raw", raw("messages", {"model": "m", "messages": [], "tools": ["HERE"]})),
        ("raw", raw("messages", {"model": "m", "messages": [], "providerOptions": "HERE"})),
        ("input.providerHints", {"input": HINTS, "userId": "u"}),
    ]
)


def deep(body: dict[str, Any], shape: str, depth: int) -> bytes:
    first, last = SHAPES[shape]
    return json.dumps(body).replace('"HERE"', f"{first * depth}0{last * depth}").encode()


@given(PLACES, st.sampled_from(sorted(SHAPES)), st.integers(0, 40))
@settings(deadline=None)
def test_what_is_not_deep_is_decided_upon(
    place: tuple[str, dict[str, Any]], shape: str, depth: int
) -> None:
    assert json.loads(answered(deep(place[1], shape, depth)))["decision"]["model"] == "d/cheap"


@given(
    PLACES,
    st.sampled_from(sorted(SHAPES)),
    st.integers(MOST + 1, 3 * MOST) | st.sampled_from([400, 900, 1_000, 10_000, 100_000]),
)
@settings(deadline=None)
def test_what_is_too_deep_is_refused_by_name_with_the_remedy(
    place: tuple[str, dict[str, Any]], shape: str, depth: int
) -> None:
    said = answered(deep(place[1], shape, depth))
    assert said.startswith((f"{place[0]}: ", "body: "))
    assert f"nested more than {MOST} levels deep; send it flatter" in said


@pytest.mark.parametrize("depth", [400, 100_000])
def test_over_http_too_deep_a_body_is_a_bad_request(stack: Stack, depth: int) -> None:
    body = deep(raw("messages", CHAT), "list", depth).decode()
    event = {"headers": {"authorization": f"Bearer {SECRET}"}, "body": body}
    answer = stack.handler.handler(event, None)
    assert answer["statusCode"] == 400
    assert "levels deep; send it flatter" in json.loads(answer["body"])["error"]
