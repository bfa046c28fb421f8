"""Requests that real clients send and that a gateway gets wrong."""

import json

import pytest

from contracts.classification import ApiKind
from gateway.adapt import Editor
from gateway.call_ids import mapped
from gateway.splice import encoded
from gateway.tap import Tap
from gateway.target import Target
from tests.gateway.stage import CHAT, Stage, asking

CUT = "cut \ud83d"


def test_half_of_a_surrogate_pair_goes_up_as_it_came(stage: Stage) -> None:
    for model in ("kilo-auto/efficient", "a/other"):
        answer = stage.clear().gateway.post(CHAT, asking(CHAT, model=model, text=CUT))
        assert answer.status_code == 200, answer.text
        assert stage.sent.json()["messages"][0]["content"] == CUT
    assert json.loads(encoded({"a": CUT})) == {"a": CUT}


def test_a_request_names_no_other_models_than_the_one_that_is_chosen() -> None:
    body = {"model": "v", "models": ["x/denied"], "route": "fallback", "fallbacks": ["x/denied"]}
    raw = json.dumps(body).encode()
    found = Editor(ApiKind.CHAT_COMPLETIONS, body, raw).adapted(Target("a/chosen"), None)
    assert json.loads(found.body) == {"model": "a/chosen"}
    assert found.dropped == ("fallbacks", "models", "route")


def test_no_number_of_an_answer_breaks_the_stream() -> None:
    frame = b'data: {"choices":[],"usage":{"cost":1e99999999999999999999}}\n\n'
    tap = Tap(stream=True)
    assert tap.feed(frame) + tap.end() == frame
    assert tap.tokens.cost_usd is None


@pytest.mark.parametrize(("length", "kept"), [(40, True), (41, False)])
def test_ids_of_tool_calls_fit_into_chat_completions_of_openai(length: int, kept: bool) -> None:
    name = "c" * length
    items = [{"role": "tool", "tool_call_id": name, "content": "x"}]
    (found,) = mapped(ApiKind.CHAT_COMPLETIONS, items, "openai")
    assert (found["tool_call_id"] == name) is kept
    assert len(found["tool_call_id"]) <= 40
