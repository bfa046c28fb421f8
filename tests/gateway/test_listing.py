"""The list of models, and the tokens that are counted for a request."""

from typing import Any

import pytest

from gateway.settings import Settings
from tests.gateway.running import DECIDE, VIRTUAL, front, until
from tests.gateway.scripted import Answer, scripted
from tests.gateway.stage import (
    CHAT,
    CHOSEN,
    DEAD,
    FALLBACKS,
    FIRST,
    MESSAGES,
    Stage,
    asking,
    chosen,
    plain,
    staged,
)

ODD = b'{ "model" : "%s",\n "seed":1e3,"s":"\\u00e9\\/", "n":1234567890123456789012,'
TURNS = b' "messages":[ {"role":"user","content":"Say 7."} ] ,"max_tokens" : 9 }\n'
COUNT = f"{MESSAGES}/count_tokens"


@pytest.mark.parametrize("path", ["/", "/health"])
def test_the_front_says_that_it_is_there(stage: Stage, path: str) -> None:
    stage.gateway.post(CHAT, asking(CHAT))
    stage.gateway.rows(1)
    said = stage.gateway.get(path, authorization="").json()
    assert said["ok"] is True
    assert said["rows"].keys() == {"waiting", "written", "lost"}
    assert said["rows"]["written"] >= 1
    head = stage.gateway.client.head(f"{stage.gateway.url}{path}")
    assert (head.status_code, head.content) == (200, b"")


@pytest.mark.parametrize("key", ["", "Bearer wrong"])
def test_the_list_needs_a_key(stage: Stage, key: str) -> None:
    answer = stage.gateway.get("/v1/models", authorization=key)
    assert (answer.status_code, set(answer.json())) == (401, {"error"})
    anthropic = {"anthropic-version": "2023-06-01"}
    theirs = stage.gateway.get("/v1/models", authorization=key, **anthropic)
    assert theirs.json()["error"]["type"] == "authentication_error"


def test_the_list_needs_no_key_where_anonymous_callers_are_let_in() -> None:
    with staged(anonymous=True) as stage:
        assert stage.gateway.get("/v1/models", authorization="").status_code == 200


def test_the_list_holds_the_virtual_models_and_those_of_the_provider(stage: Stage) -> None:
    listed = stage.gateway.get("/v1/models?limit=1000").json()["data"]
    assert [row["id"] for row in listed][:1] == [VIRTUAL]
    assert any(row["id"].startswith("claude") for row in listed)
    assert listed[-1]["id"] == "m/listed"


def test_the_virtual_models_are_listed_when_all_else_is_dead() -> None:
    with staged(upstream_url=f"{DEAD}/v1", decide_url=DEAD) as stage:
        listed = stage.gateway.get("/v1/models").json()["data"]
        virtual = stage.gateway.front.server.settings.virtual_models
        assert tuple(row["id"] for row in listed) == virtual
        answer = stage.gateway.post(COUNT, asking(COUNT))
    assert answer.status_code == 502
    assert answer.json()["error"]["type"] == "api_error"


LIVE = b"""{"table": {"version": "v7", "simulated": true, "tiers": {"low": [{"model": "c/small",
"contextLength": 3000}], "medium": [{"model": "c/chosen", "contextLength": 5000}], "high": []}}}"""


def test_the_candidates_are_read_beside_decide_with_its_secret() -> None:
    with scripted(plain) as provider, scripted(chosen, Answer((LIVE,))) as decide:
        urls: dict[str, Any] = {
            "upstream_url": f"{provider.url}/v1",
            "decide_url": f"{decide.url}/$default/decide",
        }
        with front(Settings(**urls, fallbacks=FALLBACKS)) as running:
            until(lambda: running.front.server.catalogue.live is not None)
            entry = running.get("/v1/models").json()["data"][0]
    (read,) = decide.read
    assert read.target == "/$default/candidates"
    assert read.all("authorization") == [f"Bearer {DECIDE}"]
    assert entry["context_length"] == 3000
    assert entry["autoRouting"]["tiers"]["low"] == ["c/small"]


def test_tokens_are_counted_by_the_model_that_would_serve(stage: Stage) -> None:
    stage.provider.script = lambda _: Answer((b'{"input_', 0.05, b'tokens":7}'))
    asked = asking(COUNT, text="Count this.")
    answer = stage.gateway.post(f"{COUNT}?beta=true", asked)
    assert answer.json() == {"input_tokens": 7}
    assert stage.sent.target == f"{COUNT}?beta=true"
    assert stage.sent.json() == {**asked, "model": FIRST}
    assert not stage.decide.asked
    assert not stage.gateway.rows(0)


def test_tokens_are_counted_by_the_model_that_served_last(stage: Stage) -> None:
    session = {"x-session-id": "counted"}
    stage.gateway.post(MESSAGES, asking(MESSAGES), **session)
    stage.gateway.post(COUNT, asking(COUNT), **session)
    assert [asked.json()["model"] for asked in stage.provider.asked] == [CHOSEN, CHOSEN]


def test_tokens_of_a_model_of_the_provider_are_counted_byte_for_byte(stage: Stage) -> None:
    stage.provider.script = lambda _: Answer((b'{"error":"no"}',), 404)
    body = ODD % b"m/asked" + TURNS
    answer = stage.gateway.post(COUNT, body)
    assert (answer.status_code, answer.content) == (404, b'{"error":"no"}')
    assert stage.sent.body == body


def test_a_key_that_stands_twice_is_counted_and_served(stage: Stage) -> None:
    twice = b'{"model":"x","model":"%s","messages":[{"role":"user","content":"a"}]}'
    for path in (COUNT, MESSAGES):
        assert stage.gateway.post(path, twice % VIRTUAL.encode()).status_code == 200
    assert [asked.json()["model"] for asked in stage.provider.asked] == [FIRST, CHOSEN]
