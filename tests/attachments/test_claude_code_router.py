"""claude-code-router itself serves the virtual model, whatever `/decide` does."""

import json
import subprocess
import time
from typing import Any

import pytest

from contracts.decision import DecideRequest
from functions.decide.reduce import Reduced, reduce
from tests.attachments.configs import DEADLINE_MS, KEY, LARGE, ROOT, SMALL
from tests.attachments.stage import FAILURES, Stage, chosen, nothing
from tests.gateway.running import DECIDE, VIRTUAL
from tests.gateway.stage import MESSAGES, asking
from tests.provider.calling import ASKED, CLAUDE, GPT
from tests.reading.shapes import PICTURE, Turn, claude_code

ORDER = "Move the retry policy of the mail service into one place"
REQUESTS: dict[str, tuple[list[Turn], bool]] = {
    "first turn": ([("human", ORDER)], False),
    "picture": ([("human", ORDER)], True),
    "tool loop": ([("human", ORDER), ("tool", "x" * 90_000)], False),
    "interrupt": ([("human", "Sort the imports"), ("tool", "a.ts"), ("interrupt", ORDER)], False),
    "go-ahead": (
        [("human", ORDER), ("agent", "I would move it. Shall I?"), ("human", "yes")],
        False,
    ),
}


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize("model", [GPT, CLAUDE])
def test_the_model_of_the_decision_serves(router: Stage, model: str, stream: bool) -> None:
    router.decide.script = chosen(model)
    answer = router.post(MESSAGES, asking(MESSAGES, text=ASKED, stream=stream))
    assert (answer.status_code, router.sent["model"]) == (200, model)
    assert "tool_use" in answer.text


EFFORTS: dict[tuple[str, str], dict[str, Any]] = {
    (GPT, "high"): {"reasoning": {"effort": "high", "enabled": True}},
    (GPT, "low"): {"reasoning": {"effort": "low", "enabled": True}},
    (GPT, "none"): {"reasoning": {"effort": "none", "enabled": False}},
    (CLAUDE, "max"): {"output_config": {"effort": "max"}},
}


@pytest.mark.parametrize(("model", "effort"), EFFORTS)
def test_the_effort_reaches_the_provider(router: Stage, model: str, effort: str) -> None:
    router.decide.script = chosen(model, effort)
    router.post(MESSAGES, asking(MESSAGES, text=ASKED))
    assert {n: router.sent.get(n) for n in EFFORTS[model, effort]} == EFFORTS[model, effort]


def test_another_model_is_routed_by_its_own_rules(router: Stage) -> None:
    router.post(MESSAGES, asking(MESSAGES, "claude-other", text=ASKED))
    assert router.sent["model"] == SMALL  # Router.default
    assert not router.decide.asked


@pytest.mark.parametrize("reason", FAILURES)
def test_without_a_usable_decision_the_fallback_serves_in_time(router: Stage, reason: str) -> None:
    router.post(MESSAGES, asking(MESSAGES, text=ASKED))  # closes the breaker
    router.clear().decide.script = FAILURES[reason]
    began = time.monotonic()
    answer = router.post(MESSAGES, asking(MESSAGES, text=ASKED))
    assert time.monotonic() - began < 2 * DEADLINE_MS / 1000
    assert (answer.status_code, router.sent["model"]) == (200, SMALL)
    assert len(router.decide.asked) == 1
    assert f'"reason":"{reason}' in log(router)


WANTED: dict[str, tuple[Any, str]] = {
    "a picture": ([{"type": "image", "source": {"type": "base64", "data": PICTURE}}], LARGE),
    "a long text": ("word " * 5_000, LARGE),
    "neither": (ASKED, SMALL),
    "too long for all": ("word " * 50_000, LARGE),
}


@pytest.mark.parametrize("what", WANTED)
def test_the_fallback_takes_the_request(router: Stage, what: str) -> None:
    content, model = WANTED[what]
    router.decide.script = nothing("no_table")
    turns = [{"role": "user", "content": content}]
    router.post(MESSAGES, {**asking(MESSAGES), "messages": turns})
    assert router.sent["model"] == model


def log(router: Stage) -> str:
    logs = (router.folder / ".claude-code-router/logs").glob("*.log")
    return "".join(path.read_text() for path in logs)


@pytest.mark.parametrize("name", REQUESTS)
def test_decide_reads_the_reduced_request_as_the_whole_one(name: str) -> None:
    turns, picture = REQUESTS[name]
    body = {**claude_code(turns, picture=picture), "model": VIRTUAL, "max_tokens": 9}
    asked = question(body, {"x-claude-code-session-id": "s-1"})
    found, whole = reduced(asked), reduced({**asked, "raw": {"apiKind": "messages", "body": body}})
    assert (found.input, found.in_tool_loop) == (whole.input, whole.in_tool_loop)
    assert found.constraints == whole.constraints
    assert asked["sessionId"] == "s-1"
    assert len(json.dumps(asked)) < 20_000


def test_an_odd_request_is_asked_about_too() -> None:
    deep: Any = "x"
    for _ in range(200):
        deep = [deep]
    turns = [{"role": "user", "content": [{"type": "text", "text": ORDER, "odd": deep}, None, 7]}]
    user = {"user_id": "user_ab_account_cd_session_0123-4567-89"}
    asked = question({"model": VIRTUAL, "messages": turns, "metadata": user, "system": None}, {})
    assert asked["sessionId"] == "0123-4567-89"
    assert reduced(asked).input.user_prompt_prefix == ORDER


def reduced(asked: Any) -> Reduced:
    return reduce(DecideRequest.from_wire(asked))


def question(body: Any, headers: dict[str, str]) -> Any:
    """Return what the script asks about a request."""
    code = """
    const { question, weighed } = require("./question.js");
    const req = JSON.parse(require("fs").readFileSync(0, "utf8"));
    console.log(JSON.stringify(question(req, {}, weighed(req), 2000)));
    """
    folder = ROOT / "attachments/claude-code-router"
    told = json.dumps({"body": body, "headers": headers, "tokenCount": 77})
    command = ["node", "-e", code]
    done = subprocess.run(
        command, cwd=folder, input=told, capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


def test_no_secret_is_in_the_log(router: Stage) -> None:
    assert DECIDE not in log(router)
    assert KEY not in log(router)


def test_an_open_breaker_asks_nothing(router: Stage) -> None:
    """The last test: the breaker stays open for 5 seconds."""
    router.decide.script = FAILURES["decide_status_500"]
    for _ in range(6):
        router.post(MESSAGES, asking(MESSAGES, text=ASKED))
    assert len(router.decide.asked) <= 5
    assert [asked.json()["model"] for asked in router.provider.asked] == [SMALL] * 6
    assert '"reason":"decide_breaker_open"' in log(router)
