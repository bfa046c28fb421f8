"""Requests in the shapes of real agents, around texts of our own."""

from collections.abc import Callable
from typing import Any

Body = dict[str, Any]
Turn = tuple[str, str]  # who, and what: "human", "agent", "tool", "interrupt"
RULES = "\n".join(f"- Rule {n}: keep module {n} free of network calls." for n in range(60))
PICTURE = "data:image/png;base64," + "iVBORw0KGgo" * 9
REMINDER = "<system-reminder>\nThe todo list is empty; do not mention this.\n</system-reminder>"
SURROUNDINGS = "<environment_details>\n# Visible files\nsrc/app.ts\n</environment_details>"


def text(said: str) -> Body:
    return {"type": "text", "text": said}


def kilo(turns: list[Turn], picture: bool = False) -> Body:
    """Chat completions with parts, surroundings apart, and native tools."""
    messages: list[Body] = [{"role": "system", "content": "You are Kilo Code, an agent."}]
    for who, said in turns:
        if who == "human":
            parts = [text(said), text(SURROUNDINGS)]
            shown = [{"type": "image_url", "image_url": {"url": PICTURE}}] if picture else []
            messages.append({"role": "user", "content": parts + shown})
        elif who == "interrupt":
            messages.append({"role": "tool", "tool_call_id": "c", "content": "aborted by the user"})
            messages.append({"role": "user", "content": [text(said), text(SURROUNDINGS)]})
        else:
            messages += _chat(who, said)
    return {"model": "m", "stream": True, "tools": [{"type": "function"}], "messages": messages}


def _chat(who: str, said: str) -> list[Body]:
    if who == "agent":
        return [{"role": "assistant", "content": said}]
    call = {"id": "c", "type": "function", "function": {"name": "bash", "arguments": "{}"}}
    return [
        {"role": "assistant", "content": None, "tool_calls": [call]},
        {"role": "tool", "tool_call_id": "c", "content": said},
    ]


def claude_code(turns: list[Turn], picture: bool = False) -> Body:
    """Messages: the project's rules as a reminder first, todo reminders behind results."""
    messages: list[Body] = []
    for who, said in turns:
        if who in ("human", "interrupt"):
            head = [text(f"<system-reminder>\n# claudeMd\n{RULES}\n</system-reminder>")]
            head = head if not messages else []
            shown = [{"type": "image", "source": {"type": "base64", "data": PICTURE}}]
            cut = [_result("denied"), text("[Request interrupted by user for tool use]")]
            parts = cut if who == "interrupt" else head
            content = [*parts, *(shown if picture else []), text(said)]
            messages.append({"role": "user", "content": content})
        elif who == "agent":
            messages.append({"role": "assistant", "content": [text(said)]})
        else:
            use = {"type": "tool_use", "id": "toolu_1", "name": "Bash", "input": {}}
            messages.append({"role": "assistant", "content": [use]})
            messages.append({"role": "user", "content": [_result(said), text(REMINDER)]})
    system = [text("x-anthropic-billing-header: cch=8f2a1"), text("You are Claude Code.")]
    body = {"model": "m", "max_tokens": 32_000, "stream": True, "system": system}
    return {**body, "tools": [{"name": "Bash"}], "messages": messages}


def _result(said: str) -> Body:
    return {"type": "tool_result", "tool_use_id": "toolu_1", "content": [text(said)]}


def cline(turns: list[Turn], picture: bool = False) -> Body:
    """Chat completions with XML tools, whose results are the user's text."""
    messages: list[Body] = [{"role": "system", "content": "You are Cline, an engineer."}]
    for who, said in turns:
        if who == "human" and len(messages) == 1:
            parts = [text(f"<task>\n{said}\n</task>"), text(SURROUNDINGS)]
        elif who == "human":
            head = "[attempt_completion] Result:\nThe user has provided feedback:\n"
            parts = [text(f"{head}<feedback>\n{said}\n</feedback>"), text(SURROUNDINGS)]
        elif who == "interrupt":
            head = "[execute_command for 'npm test'] Result:\nThe user denied this operation.\n"
            parts = [text(f"{head}<feedback>\n{said}\n</feedback>"), text(SURROUNDINGS)]
        elif who == "agent":
            messages.append({"role": "assistant", "content": said})
            continue
        else:
            call = "<execute_command><command>npm test</command></execute_command>"
            messages.append({"role": "assistant", "content": call})
            header = text("[execute_command for 'npm test'] Result:")
            parts = [header, text(said), text(SURROUNDINGS)]
        shown = [{"type": "image_url", "image_url": {"url": PICTURE}}] if picture else []
        messages.append({"role": "user", "content": parts + shown})
    return {"model": "m", "stream": True, "messages": messages}


def codex(turns: list[Turn], picture: bool = False) -> Body:
    """Responses: instructions of the project and the surroundings are the first user items."""
    rules = f"# AGENTS.md instructions for /repo\n\n<INSTRUCTIONS>\n{RULES}\n</INSTRUCTIONS>"
    place = "<environment_context>\n  <cwd>/repo</cwd>\n</environment_context>"
    items: list[Body] = [_item(rules), _item(place)]
    for who, said in turns:
        if who in ("human", "interrupt"):
            shown = [{"type": "input_image", "image_url": PICTURE}] if picture else []
            items.append(_item(said, shown))
        elif who == "agent":
            content = [{"type": "output_text", "text": said}]
            items.append({"type": "message", "role": "assistant", "content": content})
        else:
            items.append({"type": "custom_tool_call", "call_id": "c", "input": "*** Begin Patch"})
            items.append({"type": "custom_tool_call_output", "call_id": "c", "output": said})
            items.append({"type": "reasoning", "summary": [], "encrypted_content": "gAAAA" * 40})
    instructions = "You are a coding agent running in the Codex CLI."
    return {"model": "m", "instructions": instructions, "tools": [{}], "input": items}


def _item(said: str, more: list[Body] | None = None) -> Body:
    content = [{"type": "input_text", "text": said}, *(more or [])]
    return {"type": "message", "role": "user", "content": content}


def copilot(turns: list[Turn], picture: bool = False) -> Body:
    """Chat completions with the request at the end of tags."""
    messages: list[Body] = [{"role": "system", "content": "You are GitHub Copilot."}]
    for who, said in turns:
        if who in ("human", "interrupt"):
            around = '<attachments>\n<attachment id="a.ts">\ncode\n</attachment>\n</attachments>\n'
            around += (
                "<context>\nThe date is today.\n</context>\n<reminderInstructions>\nBe brief.\n"
            )
            around += f"</reminderInstructions>\n<userRequest>\n{said}\n</userRequest>"
            shown = [{"type": "image_url", "image_url": {"url": PICTURE}}] if picture else []
            content = [text(around), *shown] if picture else around
            messages.append({"role": "user", "content": content})
        else:
            messages += _chat(who, said)
    return {"model": "m", "stream": True, "tools": [{"type": "function"}], "messages": messages}


CLIENTS: dict[str, tuple[str, Callable[..., Body]]] = {
    "kilo": ("chat_completions", kilo),
    "claude_code": ("messages", claude_code),
    "cline": ("chat_completions", cline),
    "codex": ("responses", codex),
    "copilot": ("chat_completions", copilot),
}
