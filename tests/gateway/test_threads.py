"""The thread of a request: its session's requests whose prompts begin alike."""

from typing import Any

import pytest

from contracts.classification import ApiKind
from gateway.incoming import Caller, Incoming
from tests.gateway.stage import CHAT, CHOSEN, MESSAGES, Stage, asking

SYSTEM = "You are Claude Code, Anthropic's official CLI. It is 12:00:01."
ORDER = {"role": "user", "content": "Mend the parser."}
GROWN = [ORDER, {"role": "assistant", "content": "Done."}, {"role": "user", "content": "Thanks."}]
TOOLS = [{"name": "read", "input_schema": {"type": "object"}}]
SESSION, AGENT = "x-claude-code-session-id", "x-claude-code-agent-id"


def thread(messages: Any, headers: dict[str, str] | None = None, **more: Any) -> str | None:
    body = {"model": "m", "system": SYSTEM, "messages": messages, "tools": TOOLS, **more}
    named = {SESSION: "s"} if headers is None else headers
    return Incoming(ApiKind.MESSAGES, body, b"{}", Caller("u"), named).thread_id


MAIN = thread([ORDER])


def test_a_thread_keeps_its_name_while_it_grows() -> None:
    assert MAIN is not None
    assert thread(GROWN) == MAIN
    assert thread(GROWN, system=SYSTEM.replace("12:00:01", "12:07:30")) == MAIN


@pytest.mark.parametrize(
    "other",
    [
        {"messages": [ORDER], "headers": {SESSION: "s", AGENT: "a1"}},
        {"messages": [{"role": "user", "content": "Find all callers of parse()."}]},
        {"messages": [ORDER], "system": "You are an agent for Claude Code."},
        {"messages": [ORDER], "tools": [], "system": "Generate a short title"},
    ],
)
def test_sub_agents_and_side_requests_have_threads_of_their_own(other: dict[str, Any]) -> None:
    assert thread(**other) not in (None, MAIN)


def test_without_a_session_the_first_words_name_the_thread_and_without_both_nothing() -> None:
    assert thread(GROWN, {}) == thread([ORDER], {}) == MAIN
    assert thread([{"role": "user", "content": ""}], {}) is None
    assert thread([{"role": "user", "content": ""}]) is not None
    assert thread(7) is None


def test_the_row_of_a_virtual_model_has_the_thread_and_no_other_row(stage: Stage) -> None:
    for agent in ("", "a1", ""):
        headers = {"x-session-id": "s", **({AGENT: agent} if agent else {})}
        stage.gateway.post(MESSAGES, asking(MESSAGES), **headers)
    stage.gateway.post(CHAT, asking(CHAT, CHOSEN))
    one, sub, two, asked = (each.thread_id for each in stage.gateway.rows(4))
    assert one == two
    assert None not in (one, sub)
    assert one != sub
    assert asked is None
