"""The pinned kilo CLI's requests, as they were captured, are read right."""

import json
from pathlib import Path

import pytest

from reading.request import Reading, read

SLUG = "Fix slug() so that spaces become dashes."
PLAN = "Plan how slug() could handle accents."
# The situation, and what is read: latest words, their kind, standing order, loop, mode and side.
READ: dict[str, tuple[str, str, str, bool, str | None, str | None]] = {
    "code_first_turn": (SLUG, "order", "", False, None, None),
    "tool_loop_step": (SLUG, "order", "", True, None, None),
    "later_turn": ("continue", "go_ahead", SLUG, False, None, None),
    "plan_turn": (PLAN, "order", "", False, "plan", None),
    "plan_to_code": ("Go ahead.", "go_ahead", PLAN, False, "code", None),
    "sub_agent": ("Find every caller of slug().", "order", "", False, None, None),
    "after_compaction": ("", "order", "", True, "code", None),
    "after_compaction_by_hand": ("Go on with the examples.", "order", "", False, "code", None),
}
SIDES = {"title": "title", "compaction": "compaction", "compaction_again": "compaction"}


def reading(name: str) -> Reading:
    path = Path(__file__).parent / "kilo" / f"{name}.json"
    found = read("chat_completions", json.loads(path.read_text())["body"])
    assert found is not None
    return found


@pytest.mark.parametrize("name", READ)
def test_a_captured_request_is_read(name: str) -> None:
    found = reading(name)
    told = (found.latest, found.kind, found.standing, found.looping, found.mode, found.side)
    assert (*told, found.agent) == (*READ[name], "kilo")


@pytest.mark.parametrize("name", SIDES)
def test_a_request_of_the_cli_for_itself_is_recognised(name: str) -> None:
    assert reading(name).side == SIDES[name]


def test_after_a_compaction_the_summary_says_what_is_being_done() -> None:
    assert reading("after_compaction").proposal.startswith("## Objective")
    assert reading("after_compaction").first == ""


def test_a_sub_agents_result_is_no_order() -> None:
    found = reading("sub_agent_result")
    assert found.looping
    assert found.latest == "Let a sub-agent look for callers of slug()."
