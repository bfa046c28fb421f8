"""Recognises an agent, the mode it is in, and the requests that it makes for itself."""

import re
from typing import NamedTuple

Side = str  # "title", "summary", "compaction" or "sub_agent"


class _Sign(NamedTuple):
    """A text by which a program shows itself, and what it means."""

    text: str
    means: str
    source: str


_AGENTS = (
    _Sign("x-anthropic-billing-header", "claude_code", "Claude Code's first system block"),
    _Sign("You are Claude Code", "claude_code", "Claude Code's system prompt"),
    _Sign("You are an agent for Claude Code", "claude_code", "Claude Code's sub-agents"),
    _Sign("You are Codex", "codex", "codex-rs, prompt.md"),
    _Sign("You are a coding agent running in the Codex CLI", "codex", "codex-rs, prompt.md"),
    _Sign("You are Kilo", "kilo", "captured"),
    _Sign("You are opencode", "opencode", "opencode, prompt"),
    _Sign("You are Cline", "cline", "Cline, system prompt"),
    _Sign("You are Roo", "roo", "Roo Code, roleDefinition"),
    _Sign("GitHub Copilot", "copilot", "vscode-copilot-chat"),
    _Sign("powered by Cursor", "cursor", "Cursor's agent prompt"),
    _Sign("SEARCH/REPLACE block", "aider", "aider, editblock_prompts.py"),
)
# In the text around the latest order; the last one that occurs is in force.
_MODES = (
    _Sign("Plan mode is active", "plan", "Claude Code's reminder"),
    _Sign("Exited Plan Mode", "code", "Claude Code's reminder"),
    _Sign("# Native Plan Mode", "plan", "captured; kilo's reminder"),
    _Sign("Plan Mode - System Reminder", "plan", "opencode's reminder"),
    _Sign("Your operational mode has changed from plan to build", "code", "opencode's reminder"),
    _Sign("# Current Mode\nPLAN MODE", "plan", "Cline, environment_details"),
    _Sign("# Current Mode\nACT MODE", "code", "Cline, environment_details"),
    _Sign("<slug>architect</slug>", "plan", "Roo, environment_details"),
    _Sign("<slug>ask</slug>", "ask", "Roo, environment_details"),
    _Sign("<slug>debug</slug>", "debug", "Roo, environment_details"),
    _Sign("<slug>code</slug>", "code", "Roo, environment_details"),
    _Sign("# Plan Mode (Conversational)", "plan", "codex-rs, collaboration modes"),
)
# kilo's reminder, captured: it stays in the history and names any pair of agents.
_CHANGED = re.compile(r"The active agent has changed from [\w-]{1,40} to ([\w-]{1,40})\.")
# At the beginning of the instructions or of the last human text, in a request without tools.
_SIDES = (
    _Sign("You are a title generator", "title", "captured; kilo's title agent"),
    _Sign("Generate a title for this conversation", "title", "captured; kilo"),
    _Sign("Here is the conversation so far:\n\n<conversation>", "compaction", "captured; kilo"),
    _Sign("Please write a 5-10 word title", "title", "Claude Code"),
    _Sign("Analyze if this message indicates a new conversation topic", "title", "Claude Code"),
    _Sign("Generate a concise, sentence-case title", "title", "Claude Code"),
    _Sign("Generate a short title", "title", "Copilot, Cursor"),
    _Sign("Summarize this coding conversation in under", "title", "Claude Code"),
    _Sign("Generate a one-line commit message", "summary", "aider, prompts.py"),
    _Sign("generates concise, one-line Git commit messages", "summary", "aider, prompts.py"),
    _Sign("*Briefly* summarize this partial conversation", "summary", "aider, history.py"),
    _Sign("Extract any file paths that this command reads", "summary", "Claude Code"),
    _Sign(
        "You are a helpful AI assistant tasked with summarizing conversations",
        "compaction",
        "Claude Code, opencode",
    ),
)
# How the instructions of a program begin that makes such texts for a human, in its own words.
_MAKER = re.compile(
    r"[^.\n]{0,160}\b(?:generat\w+|com(?:e|es|ing)(?: up)? with|writ(?:e|es|ing)|creat\w+)\b"
    r"[^.\n]{0,80}\b(?:commit messages?|(?:thread|conversation|chat|session) titles?)\b",
    re.I,
)
# The same, but tools may be offered, because the request keeps the conversation's cache.
_COMPACTIONS = (
    _Sign(
        "Your task is to create a detailed summary of the conversation",
        "compaction",
        "Claude Code, Cline",
    ),
    _Sign("CRITICAL: Respond with TEXT ONLY. Do NOT call any tools", "compaction", "Claude Code"),
    _Sign("You are performing a CONTEXT CHECKPOINT COMPACTION", "compaction", "codex-rs, compact"),
    _Sign(
        "Provide a detailed prompt for continuing our conversation above",
        "compaction",
        "captured; opencode",
    ),
    _Sign("Summarize the conversation history so far", "compaction", "Copilot"),
)
_SUB_AGENTS = (
    _Sign("You are an agent for Claude Code", "sub_agent", "Claude Code's Task tool"),
    _Sign("You are a file search specialist for Claude Code", "sub_agent", "Claude Code's Explore"),
)
_HEAD = 4_000  # characters in which an agent names itself; chosen
_BEGINNING = 600  # characters in which a program says what it wants; chosen


def agent_of(system: str, texts: list[str]) -> str | None:
    """Return the agent's name by its system prompt, or by the tags around the human's words."""
    head = system[:_HEAD]
    named = next((sign.means for sign in _AGENTS if sign.text in head), None)
    return named or _by_tag("\n".join(text[:_HEAD] for text in texts)[:_HEAD])


def _by_tag(words: str) -> str | None:
    return next((agent for tag, agent in _TAGS if f"\n<{tag}>" in f"\n{words}"), None)


_TAGS = (
    ("environment_context", "codex"),
    ("userRequest", "copilot"),
    ("user_query", "cursor"),
    ("environment_details", "cline"),
)


def mode_of(texts: list[str]) -> str | None:
    """Return the mode that the program's texts around the latest order name last."""
    for text in reversed(texts):
        lines = f"\n{text}"
        places = ((lines.rfind(f"\n{sign.text}"), sign.means) for sign in _MODES)
        found = [(at, means) for at, means in places if at >= 0]
        found += [(change.start(), change[1]) for change in _CHANGED.finditer(text)]
        if found:
            return max(found)[1]
    return None


def side_of(system: str, words: str, *, has_tools: bool) -> Side | None:
    """Return which request of the program's own this is; None for the human's."""
    head, lines = system[:_BEGINNING], f"\n{words[:_BEGINNING]}"
    signs = (*_COMPACTIONS, *_SUB_AGENTS, *(() if has_tools else _SIDES))
    told = (sign.means for sign in signs if sign.text in head or f"\n{sign.text}" in lines)
    found = next(told, None)
    made = not found and not has_tools and _MAKER.match(system)
    return "summary" if made else found
