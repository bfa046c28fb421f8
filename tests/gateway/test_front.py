"""What is passed through unchanged, in both directions, and what the front answers itself."""

import json
from functools import partial

import pytest

from tests.gateway.running import KEY, UPSTREAM, VIRTUAL, decided
from tests.gateway.scripted import JSON, Answer, Asked
from tests.gateway.stage import CHAT, CHOSEN, MESSAGES, PATHS, RESPONSES, WHOLE, Stage, asking

ODD = b'{ "model" : "%s",\n "seed":1e3,"s":"\\u00e9\\/", "n":1234567890123456789012,'
TURNS = b' "messages":[ {"role":"user","content":"Say 7."} ] ,"max_tokens" : 9 }\n'


@pytest.mark.parametrize("path", [CHAT, MESSAGES])
def test_a_model_of_the_provider_gets_every_byte(stage: Stage, path: str) -> None:
    body = ODD % b"m/asked" + TURNS
    assert stage.gateway.post(f"{path}?beta=true", body).content == WHOLE
    assert stage.sent.body == body
    assert stage.sent.target == f"{path}?beta=true"
    assert not stage.decide.asked


def test_headers_go_up_without_the_secrets_of_the_caller(stage: Stage) -> None:
    open_list = {"anthropic-beta": "a,b", "anthropic-version": "2023-06-01", "x-any": "thing"}
    secret = {"x-api-key": KEY, "cookie": f"k={KEY}", "proxy-authorization": KEY}
    stage.gateway.post(MESSAGES, asking(MESSAGES, "m/asked"), **open_list, **secret)
    sent = stage.sent
    assert {name: sent.all(name) for name in open_list} == {n: [v] for n, v in open_list.items()}
    assert KEY not in str(sent.headers)
    assert sent.all("authorization") == [f"Bearer {UPSTREAM}"]
    assert sent.all("x-api-key") == [UPSTREAM]
    assert not sent.all("cookie")


@pytest.mark.parametrize("model", [VIRTUAL, "m/asked"])
def test_headers_of_the_answer_come_back(stage: Stage, model: str) -> None:
    told = {
        "retry-after": "7",
        "x-ratelimit-remaining-requests": "1",
        "request-id": "req_1",
        "x-should-retry": "false",
        "anthropic-ratelimit-tokens-reset": "soon",
        "x-generation-id": "gen-1",
    }
    more = (*JSON, *told.items(), ("set-cookie", "a=b"))
    stage.provider.script = lambda _: Answer((b"{}",), 429, more)
    answer = stage.gateway.post(CHAT, asking(CHAT, model))
    assert {name: answer.headers.get(name) for name in told} == told
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("status", [400, 401, 402, 403, 404, 422, 429, 500, 503])
@pytest.mark.parametrize("path", PATHS)
def test_errors_of_the_provider_come_back_as_they_are(stage: Stage, path: str, status: int) -> None:
    body = b'{ "error":{"message":"as \xc3\xa9 it is"} }' + b" " * 100_000
    stage.provider.script = lambda _: Answer((body[:9], 0.05, body[9:]), status)
    answer = stage.gateway.post(path, asking(path, "m/asked"))
    assert (answer.status_code, answer.content) == (status, body)


def test_an_error_about_state_that_arrives_in_pieces_comes_back_whole(stage: Stage) -> None:
    body = b'{"error":{"message":"the context is full"}}'
    stage.provider.script = lambda _: Answer((body[:5], 0.1, body[5:]), 400)
    details = [{"type": "reasoning.encrypted", "data": "abcdefgh"}]
    turns = [{"role": "assistant", "content": "7", "reasoning_details": details}]
    answer = stage.gateway.post(CHAT, {"model": VIRTUAL, "messages": turns})
    assert (answer.status_code, answer.content) == (400, body)


def test_only_the_model_of_a_virtual_request_changes(stage: Stage) -> None:
    answer = stage.gateway.post(CHAT, ODD % VIRTUAL.encode() + TURNS)
    assert stage.sent.body == ODD % CHOSEN.encode() + TURNS
    assert answer.content == WHOLE
    assert answer.headers["x-auto-routing-model"] == CHOSEN
    assert answer.headers["x-auto-routing-reason"] == "cheapest_meeting_the_bar"


@pytest.mark.parametrize("path", PATHS)
def test_the_effort_of_the_decision_is_named(stage: Stage, path: str) -> None:
    said = json.loads(decided(CHOSEN))
    said["decision"]["reasoningEffort"] = "high"
    stage.decide.script = lambda _: Answer((json.dumps(said).encode(),))
    asked = asking(path)
    stage.gateway.post(path, asked)
    effort = {"effort": "high"}
    more = {"output_config": effort} if path == MESSAGES else {"reasoning": effort}
    assert stage.sent.json() == {**asked, "model": CHOSEN, **more}


def test_an_injected_option_is_all_that_is_added(stage: Stage) -> None:
    asked = asking(CHAT, stream=True)
    stage.gateway.post(CHAT, asked)
    option = {"stream_options": {"include_usage": True}}
    assert stage.sent.json() == {**asked, "model": CHOSEN, **option}


@pytest.mark.parametrize("model", [VIRTUAL, "m/asked"])
def test_redirects_are_not_followed(stage: Stage, model: str) -> None:
    to = ("location", f"{stage.decide.url}/stolen")
    stage.provider.script = lambda _: Answer((b"moved",), 307, (*JSON, to))
    answer = stage.gateway.post(CHAT, asking(CHAT, model))
    assert (answer.status_code, answer.content) == (307, b"moved")
    assert len(stage.provider.asked) == 1
    assert all("stolen" not in asked.target for asked in stage.decide.asked)


def test_a_redirect_of_decide_is_not_followed(stage: Stage) -> None:
    to = ("location", f"{stage.provider.url}/v1/stolen")
    stage.decide.script = lambda _: Answer((b"{}",), 307, (*JSON, to))
    answer = stage.gateway.post(CHAT, asking(CHAT))
    assert answer.headers["x-auto-routing-reason"] == "decide_status_307"
    assert stage.sent.target == CHAT


def test_a_model_that_refused_did_not_serve(stage: Stage) -> None:
    session = {"x-session-id": "refused"}
    for status, model in ((200, CHOSEN), (429, "c/refusing"), (200, CHOSEN)):
        stage.provider.script = partial(_answering, Answer((b"{}",), status))
        stage.decide.script = partial(_answering, Answer((decided(model),)))
        stage.gateway.post(RESPONSES, asking(RESPONSES), **session)
    told = [asked.json().get("servedModel") for asked in stage.decide.asked]
    assert told == [None, CHOSEN, CHOSEN]


def _answering(answer: Answer, _: Asked) -> Answer:
    return answer


ODD_NAMES = ["  m/asked ", "m" * 5_000, "m/\n\x00\x7f", "\u00e9\U0001f600", "a/b/c:free"]


@pytest.mark.parametrize("model", ODD_NAMES, ids=range(len(ODD_NAMES)))
def test_an_odd_name_of_a_model_is_the_business_of_the_provider(stage: Stage, model: str) -> None:
    answer = stage.gateway.post(CHAT, asking(CHAT, model))
    assert (answer.status_code, answer.content) == (200, WHOLE)
    assert stage.sent.json()["model"] == model
    assert stage.row().model == model


def test_odd_headers_do_no_harm(stage: Stage) -> None:
    odd = {"x-session-id": "", "x-kilo-request": "r" * 3_000, "x-any": "a:b,\t c"}
    assert stage.gateway.post(CHAT, asking(CHAT), **odd).status_code == 200
    row = stage.row()
    assert (row.session_id, row.client_request_id) == (None, "r" * 500)
