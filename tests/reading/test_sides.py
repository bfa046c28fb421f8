"""Requests that agents make for themselves, their modes, and state that is bound to a vendor."""

from typing import Any

import pytest

from reading.request import Reading, read

ASK = {"role": "user", "content": "Rename the flag"}


def chat(system: str, *messages: dict[str, Any], **changes: Any) -> Reading:
    first = {"role": "system", "content": system}
    found = read("chat_completions", {"model": "m", "messages": [first, *messages], **changes})
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("system", "words", "side"),
    [
        ("You are a title generator.", "Fix it", "title"),
        ("", "Please write a 5-10 word title for the following conversation:\nx", "title"),
        (
            "You are a helpful AI assistant tasked with summarizing conversations.",
            "x",
            "compaction",
        ),
        ("You are an agent for Claude Code, Anthropic's CLI.", "Find callers", "sub_agent"),
        ("You are Kilo.", "Write a title for the settings page", None),
        ("You are Kilo.", "Summarize the conversation module", None),
    ],
)
def test_side_requests(system: str, words: str, side: str | None) -> None:
    assert chat(system, {"role": "user", "content": words}).side == side


def test_a_title_is_asked_for_without_tools_and_a_compaction_with_them() -> None:
    tools = [{"type": "function", "function": {"name": "f"}}]
    assert chat("You are a title generator.", ASK, tools=tools).side is None
    words = "Your task is to create a detailed summary of the conversation so far"
    asked = {"role": "user", "content": words}
    assert chat("You are Claude Code.", ASK, asked, tools=tools).side == "compaction"


@pytest.mark.parametrize(
    ("around", "mode"),
    [
        ("<system-reminder>\nPlan mode is active. Edit nothing.\n</system-reminder>", "plan"),
        ("<environment_details>\n# Current Mode\nACT MODE\n</environment_details>", "code"),
        ("<environment_details>\n<slug>architect</slug>\n</environment_details>", "plan"),
        ("<environment_details>\nfiles\n</environment_details>", None),
    ],
)
def test_the_mode_is_that_of_the_latest_order(around: str, mode: str | None) -> None:
    parts = [{"type": "text", "text": text} for text in ("Rename the flag", around)]
    old = "<system-reminder>\nPlan mode is active.\n</system-reminder>"
    before = {"role": "user", "content": f"Think about it\n{old}"}
    found = chat("", before, {"role": "user", "content": parts})
    assert (found.latest, found.mode) == ("Rename the flag", mode)


THOUGHT = {"type": "thinking", "thinking": "hm", "signature": "ErUB" * 9}
HIDDEN = {"type": "redacted_thinking", "data": "EmwK" * 100}


@pytest.mark.parametrize(
    ("api", "item", "vendors"),
    [
        ("messages", {"role": "assistant", "content": [THOUGHT]}, ("anthropic",)),
        ("messages", {"role": "assistant", "content": [HIDDEN]}, ("anthropic",)),
        ("messages", {"role": "assistant", "content": [{**THOUGHT, "signature": None}]}, ()),
        ("responses", {"type": "reasoning", "encrypted_content": "gAAA" * 100}, ("openai",)),
        (
            "chat_completions",
            {
                "role": "assistant",
                "reasoning_details": [
                    {"type": "reasoning.encrypted", "data": "x", "format": "google-gemini-v1"},
                    {"type": "reasoning.text", "signature": "s", "format": "anthropic-claude-v1"},
                ],
            },
            ("anthropic", "google"),
        ),
        (
            "chat_completions",
            {
                "role": "assistant",
                "tool_calls": [{"extra_content": {"google": {"thought_signature": "s"}}}],
            },
            ("google",),
        ),
    ],
)
def test_opaque_reasoning_names_its_vendor(api: str, item: Any, vendors: tuple[str, ...]) -> None:
    name = "input" if api == "responses" else "messages"
    found = read(api, {"model": "m", name: [ASK, item]})
    assert found is not None
    assert found.state == (vendors, False)


def test_a_conversation_on_the_vendors_server_is_bound() -> None:
    for more in ({"previous_response_id": "resp_1"}, {"input": [{"type": "item_reference"}]}):
        found = read("responses", {"model": "m", "input": "go on", **more})
        assert found is not None
        assert found.state.bound
