"""Without a decision a session stays on the model that served it, and what is bound always does."""

from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.decision import Constraints
from gateway.reserve import Past, reserve
from gateway.settings import Fallback
from tests.gateway.running import decided
from tests.gateway.scripted import Answer, Asked
from tests.gateway.stage import (
    CHAT,
    CHOSEN,
    FALLBACKS,
    FIRST,
    MESSAGES,
    RESPONSES,
    SECOND,
    Stage,
    asking,
    chosen,
    plain,
    staged,
)

NULL = b'{"cost":0.0,"decision":null,"classifierResult":null,"reason":"no_candidate_left"}'
DOWN = {"null": Answer((NULL,)), "500": Answer(status=500), "garbage": Answer((b"<html>",))}
SESSION = {"x-session-id": "s-1"}
NAMES = st.sampled_from(["a/a", "b/b", "c/c", "d/d"])
MODELS = st.builds(Fallback, model=NAMES, context_length=st.none() | st.integers(1, 99))


@pytest.fixture
def begun(stage: Stage) -> Stage:
    """Serve a first turn by a decision, with an effort."""
    high = decided(CHOSEN).replace(b'"reasoningEffort":null', b'"reasoningEffort":"high"')
    stage.decide.script = lambda _: Answer((high,))
    assert model(stage.gateway.post(CHAT, asking(CHAT), **SESSION)) == CHOSEN
    stage.provider.asked.clear()
    return stage


def model(answer: Any) -> str:
    return str(answer.headers["x-auto-routing-model"])


@pytest.mark.parametrize("name", DOWN)
def test_a_session_stays_on_its_model_with_its_effort(begun: Stage, name: str) -> None:
    begun.decide.script = lambda _: DOWN[name]
    answer = begun.gateway.post(CHAT, asking(CHAT), **SESSION)
    assert (model(answer), answer.headers["x-auto-routing-source"]) == (CHOSEN, "session")
    assert begun.sent.json()["reasoning"] == {"effort": "high"}
    assert model(begun.gateway.post(CHAT, asking(CHAT), **{"x-session-id": "other"})) == FIRST
    assert begun.gateway.rows(3)[1].source == "session"


def test_a_model_that_has_just_failed_does_not_stay(begun: Stage) -> None:
    begun.decide.script = lambda _: DOWN["500"]
    begun.provider.script = lambda _: Answer((b"busy",), 503)
    assert begun.gateway.post(CHAT, asking(CHAT), **SESSION).status_code == 503
    begun.provider.script = plain
    assert model(begun.gateway.post(CHAT, asking(CHAT), **SESSION)) == SECOND
    assert model(begun.gateway.post(CHAT, asking(CHAT), **SESSION)) == SECOND


def test_a_session_goes_back_to_its_model_before_any_fallback(begun: Stage) -> None:
    begun.decide.script = lambda _: Answer((decided("c/other"),))
    busy = Answer((b"busy",), 503)
    begun.provider.script = lambda a: busy if a.json()["model"] == "c/other" else plain(a)
    answer = begun.gateway.post(CHAT, asking(CHAT), **SESSION)
    assert (model(answer), answer.headers["x-auto-routing-source"]) == (CHOSEN, "session")


def test_a_model_that_does_not_read_a_picture_does_not_stay(begun: Stage) -> None:
    """What the model accepts is not known, which counts as text alone."""
    begun.decide.script = lambda _: DOWN["null"]
    picture = {"type": "image_url", "image_url": {"url": "data:image/png;base64,iVBORw0KGgo="}}
    body = {**asking(CHAT), "messages": [{"role": "user", "content": [picture]}]}
    assert model(begun.gateway.post(CHAT, body, **SESSION)) == SECOND


@given(
    st.lists(MODELS, min_size=1, max_size=4, unique_by=lambda each: each.model),
    st.none() | MODELS,
    st.frozensets(NAMES),
    st.frozensets(NAMES),
    st.integers(1, 99),
)
def test_who_serves_without_a_decision(
    fallbacks: list[Fallback],
    own: Fallback | None,
    failed: frozenset[str],
    denied: frozenset[str],
    size: int,
) -> None:
    """None that is denied or too small; the session's first; those that just failed last."""
    wanted = Constraints(denied_models=tuple(denied), prompt_tokens=size)
    found = reserve(tuple(fallbacks), Past(own, failed), wanted)
    names = [each.model for each in found.models]
    known = {each.model: each for each in (*fallbacks, *((own,) if own else ()))}
    assert len(set(names)) == len(names)
    assert {*names} | {*found.objections} == {*known}
    assert all(wanted.objection(m, known[m].capability) is None for m in names)
    assert [m in failed for m in names] == sorted(m in failed for m in names)
    if own and own.model in names and own.model not in failed:
        assert found.models[0] == own


def responding(name: str) -> Answer:
    body = b'{"id":"%s","usage":{"input_tokens":1,"output_tokens":1}}' % name.encode()
    return Answer((body,))


def answering(answer: Answer, _: Asked) -> Answer:
    return answer


def continuing(name: str = "resp_1", **more: Any) -> dict[str, Any]:
    return asking(RESPONSES, text="go on", previous_response_id=name, **more)


def test_a_response_is_continued_by_the_model_that_made_it(stage: Stage) -> None:
    stage.provider.script = lambda _: responding("resp_1")
    stage.gateway.post(RESPONSES, asking(RESPONSES))
    for answer in (DOWN["500"], DOWN["null"], Answer((decided("c/other"),))):
        stage.decide.script = partial(answering, answer)
        assert model(stage.gateway.post(RESPONSES, continuing())) == CHOSEN
    assert stage.decide.asked[-1].json()["servedModel"] == CHOSEN


def test_a_stream_is_continued_by_the_model_that_made_it(stage: Stage) -> None:
    done = b'data: {"type":"response.completed","response":{"id":"resp_2","usage":{}}}\n\n'
    head = (("content-type", "text/event-stream"),)
    stage.provider.script = lambda _: Answer((done,), headers=head)
    stage.gateway.post(RESPONSES, asking(RESPONSES, stream=True))
    stage.decide.script = lambda _: DOWN["500"]
    assert model(stage.gateway.post(RESPONSES, continuing("resp_2"))) == CHOSEN


def test_a_bound_request_is_not_tried_with_another_model(stage: Stage) -> None:
    stage.provider.script = lambda _: responding("resp_1")
    stage.gateway.post(RESPONSES, asking(RESPONSES))
    stage.provider.asked.clear()
    stage.provider.script = lambda _: Answer((b"busy",), 503)
    for said in (chosen, lambda _: DOWN["500"]):
        stage.decide.script = said
        answer = stage.gateway.post(RESPONSES, continuing())
        assert (answer.status_code, answer.content) == (503, b"busy")
    assert [asked.json()["model"] for asked in stage.provider.asked] == [CHOSEN] * 2


BOUND: list[dict[str, Any]] = [
    {"previous_response_id": "resp_unknown"},
    {"conversation": {"id": "conv_unknown"}},
    {"input": [{"type": "item_reference", "id": "msg_1"}]},
]


@pytest.mark.parametrize("more", BOUND)
def test_what_an_unknown_model_holds_is_refused_in_the_shape_of_the_api(
    stage: Stage, more: dict[str, Any]
) -> None:
    stage.decide.script = lambda _: DOWN["500"]
    answer = stage.gateway.post(RESPONSES, {**asking(RESPONSES), **more})
    error = answer.json()["error"]
    assert (answer.status_code, error["code"]) == (400, "previous_response_not_found")
    assert "send the whole history" in error["message"]
    assert not stage.provider.asked


@pytest.mark.parametrize("more", BOUND)
def test_what_an_unknown_model_holds_is_left_to_a_decision(
    stage: Stage, more: dict[str, Any]
) -> None:
    assert model(stage.gateway.post(RESPONSES, {**asking(RESPONSES), **more})) == CHOSEN


def test_a_conversation_stays_on_the_model_that_served_it_first(stage: Stage) -> None:
    body = asking(RESPONSES, conversation="conv_1")
    stage.gateway.post(RESPONSES, body)
    stage.decide.script = lambda _: DOWN["500"]
    again = asking(RESPONSES, text="and then?", conversation={"id": "conv_1"})
    assert model(stage.gateway.post(RESPONSES, again)) == CHOSEN


def test_the_responses_of_two_users_are_apart() -> None:
    with staged(fallbacks=FALLBACKS, anonymous=True) as stage:
        stage.provider.script = lambda _: responding("resp_1")
        stage.gateway.post(RESPONSES, asking(RESPONSES))
        answer = stage.gateway.post(RESPONSES, continuing(), authorization="")
    assert answer.status_code == 400


@pytest.mark.parametrize("path", [CHAT, MESSAGES])
def test_a_request_that_cannot_be_read_stays_too(stage: Stage, path: str) -> None:
    stage.gateway.post(path, asking(path), **SESSION)
    answer = stage.gateway.post(path, {**asking(path), "messages": 7}, **SESSION)
    assert model(answer) == CHOSEN
    assert answer.headers["x-auto-routing-reason"].startswith("request_unreadable")


def test_tokens_are_counted_by_the_model_that_stays(begun: Stage) -> None:
    count = f"{MESSAGES}/count_tokens"
    begun.decide.script = lambda _: DOWN["500"]
    begun.gateway.post(count, asking(count), **SESSION)
    assert begun.sent.json()["model"] == CHOSEN
