"""LiteLLM's own proxy serves the virtual model on all three APIs, whatever `/decide` does."""

import json
import re
import time
from typing import Any

import pytest

from tests.attachments.configs import DEADLINE_MS, LARGE, OPUS, SMALL
from tests.attachments.stage import FAILURES, Stage, chosen, nothing
from tests.gateway.running import DECIDE, until
from tests.gateway.stage import CHAT, MESSAGES, PATHS, RESPONSES, asking
from tests.provider.calling import ASKED, CLAUDE, GPT
from tests.reading.shapes import PICTURE

SAID = ("model", "source", "reason", "effort")
PICTURED = [
    {"type": "text", "text": ASKED},
    {"type": "image_url", "image_url": {"url": PICTURE}},
]


def told(answer: Any) -> dict[str, str]:
    headers = {name: answer.headers.get(f"x-auto-routing-{name}") for name in SAID}
    return {name: value for name, value in headers.items() if value is not None}


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize("path", PATHS)
def test_the_model_of_the_decision_serves(proxy: Stage, path: str, stream: bool) -> None:
    answer = proxy.post(path, asking(path, text=ASKED, stream=stream))
    assert answer.status_code == 200
    assert "read" in answer.text  # the tool that the simulated model calls
    assert proxy.sent["model"] == GPT
    reason = "cheapest_meeting_the_bar"
    assert told(answer) == {"model": GPT, "source": "benchmark", "reason": reason}


@pytest.mark.parametrize("path", PATHS)
def test_decide_is_asked_once_about_the_reduced_request(proxy: Stage, path: str) -> None:
    long = [{"role": "user", "content": f"{ASKED} {'x ' * 50_000}"}]
    name = "input" if path == RESPONSES else "messages"
    proxy.post(path, {**asking(path), name: long}, **{"x-session-id": f"s{path}"})
    asked, sent = proxy.asked, proxy.decide.asked[0]
    assert sent.all("authorization") == [f"Bearer {DECIDE}"]
    assert len(sent.body) < 8_000
    assert (asked["sessionId"], asked["userId"]) == (f"s{path}", "default_user_id")
    assert asked["input"]["userPromptPrefix"].startswith("What is wrong in agentic?")
    assert asked["deadlineMs"] == DEADLINE_MS


EFFORTS: dict[tuple[str, str], dict[str, Any]] = {
    (CHAT, GPT): {"reasoning_effort": "high"},
    (RESPONSES, GPT): {"reasoning": {"effort": "high"}},
    (MESSAGES, GPT): {"reasoning": {"effort": "high"}},
    (CHAT, OPUS): {"output_config": {"effort": "high"}},
    (RESPONSES, OPUS): {"output_config": {"effort": "high"}},
    (MESSAGES, OPUS): {"output_config": {"effort": "high"}, "thinking": {"type": "adaptive"}},
}


@pytest.mark.parametrize(("path", "model"), EFFORTS)
def test_the_effort_of_the_decision_reaches_the_provider(
    proxy: Stage, path: str, model: str
) -> None:
    proxy.decide.script = chosen(model, "high")
    proxy.post(path, asking(path, text=ASKED))
    assert {n: proxy.sent.get(n) for n in EFFORTS[path, model]} == EFFORTS[path, model]


def test_a_model_has_the_name_of_its_deployment(proxy: Stage) -> None:
    proxy.decide.script = chosen(CLAUDE)
    answer = proxy.post(MESSAGES, asking(MESSAGES, text=ASKED))
    assert answer.headers["x-litellm-model-group"] == "my-claude"
    assert proxy.provider.asked[0].target == MESSAGES


@pytest.mark.parametrize("path", PATHS)
def test_another_model_is_not_touched(proxy: Stage, path: str) -> None:
    answer = proxy.post(path, asking(path, f"open/{GPT}", text=ASKED))
    assert (answer.status_code, told(answer)) == (200, {})
    assert not proxy.decide.asked


@pytest.mark.parametrize("reason", FAILURES)
def test_without_a_usable_decision_the_fallback_serves_in_time(proxy: Stage, reason: str) -> None:
    proxy.post(CHAT, asking(CHAT, text=ASKED))  # closes the breaker
    proxy.clear().decide.script = FAILURES[reason]
    began = time.monotonic()
    answer = proxy.post(CHAT, asking(CHAT, text=ASKED))
    assert time.monotonic() - began < 2 * DEADLINE_MS / 1000
    assert (answer.status_code, proxy.sent["model"]) == (200, SMALL)
    assert told(answer).pop("reason").startswith(reason)
    assert len(proxy.decide.asked) == 1


WANTED: dict[str, tuple[Any, str]] = {
    "a picture": ({"messages": [{"role": "user", "content": PICTURED}]}, LARGE),
    "a long text": ({"messages": [{"role": "user", "content": "word " * 5_000}]}, LARGE),
    "a long answer": ({"max_tokens": 8_000}, LARGE),
    "none of it": ({}, SMALL),
    "too long for all": ({"messages": [{"role": "user", "content": "word " * 50_000}]}, LARGE),
}


@pytest.mark.parametrize("what", WANTED)
def test_the_fallback_takes_the_request(proxy: Stage, what: str) -> None:
    more, model = WANTED[what]
    proxy.decide.script = nothing("no_table")
    answer = proxy.post(CHAT, {**asking(CHAT, text=ASKED), **more})
    assert proxy.sent["model"] == model
    fits = "too long" not in what
    why = "decide_null: no_table" if fits else "decide_null: no_table, no_fallback_fits"
    assert told(answer) == {"model": model, "source": "fallback", "reason": why}


def test_a_caller_without_a_key_asks_nothing(proxy: Stage) -> None:
    assert proxy.post(CHAT, asking(CHAT, text=ASKED), key="wrong").status_code in (400, 401)
    assert not proxy.decide.asked
    assert not proxy.provider.asked


def test_loggers_see_what_served_and_what_classifying_cost(proxy: Stage) -> None:
    proxy.decide.script = chosen(GPT, cost=0.000123)
    proxy.post(CHAT, asking(CHAT, text=ASKED), **{"x-session-id": "logged"})
    place = proxy.folder / "seen"

    def noted() -> list[Any]:
        rows = map(json.loads, place.read_text().splitlines()) if place.exists() else ()
        return [row for row in rows if row and "logged" in (row["session"] or ())]

    until(lambda: bool(noted()))
    (note,) = noted()
    assert (note["model"], note["cost_usd"], note["cost_known"]) == (GPT, 0.000123, True)
    assert DECIDE not in place.read_text()


def test_decide_is_told_which_model_served_the_session(proxy: Stage) -> None:
    session = {"x-session-id": "told"}
    proxy.decide.script = nothing("no_table")
    proxy.post(CHAT, asking(CHAT, text=ASKED), **session)

    def served() -> bool:  # LiteLLM logs an answer after it was sent
        proxy.clear().post(CHAT, asking(CHAT, text=ASKED), **session)
        return proxy.asked["servedModel"] in (SMALL, GPT)

    until(served)


def test_the_wheel_needs_nothing_but_litellm(proxy: Stage) -> None:
    (told,) = (proxy.folder / "site").glob("auto_routing_litellm-*.dist-info/METADATA")
    assert re.findall(r"^Requires-Dist: (\S+?)>", told.read_text(), re.M) == ["litellm"]
    assert (proxy.folder / "site/reading/request.py").exists()


def test_no_secret_is_in_the_log(proxy: Stage) -> None:
    assert DECIDE not in (proxy.folder / "litellm.log").read_text()
