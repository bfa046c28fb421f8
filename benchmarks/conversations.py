"""Put training requests into conversations in the shapes of real agents, drawn by lot.

What stands around a request must not tell anything about it."""

from collections.abc import Callable
from random import Random
from typing import Any

from contracts.classification import ApiKind

Around = dict[str, list[str]]
Body = dict[str, Any]
Turns = list[tuple[str, str]]  # "user" or "assistant", and the words
# Chosen: shares of the situations; the rest are first turns.
SITUATIONS = {"later": 0.2, "go_ahead": 0.12, "rejection": 0.03, "pasted": 0.06, "injected": 0.05}


def situation(lot: Random) -> str:
    """Return a situation, drawn by lot."""
    point, names = lot.random(), iter(SITUATIONS.items())
    return next((name for name, share in names if (point := point - share) < 0), "first")


def conversation(text: str, kind: str, around: Around, lot: Random) -> Turns:
    """Return the turns in which a request stands."""
    if kind == "later":
        return [("user", lot.choice(around["earlier"])), _said(around, lot), ("user", text)]
    if kind in ("go_ahead", "rejection"):
        return [("user", text), _said(around, lot), ("user", lot.choice(around[kind]))]
    if kind == "pasted":
        parts = [lot.choice(around["pastes"]), text]
        return [("user", "\n\n".join(parts if lot.random() < 0.7 else parts[::-1]))]
    if kind == "injected":
        return [("user", f"{text} {lot.choice(around['notes'])}")]
    return [("user", text)]


def _said(around: Around, lot: Random) -> tuple[str, str]:
    return "assistant", lot.choice(around["answers"])


def body_of(turns: Turns, around: Around, lot: Random, *, tools: bool) -> tuple[ApiKind, Body]:
    """Return the turns as a request of some client."""
    kind, shape = lot.choice(_SHAPES)
    found = shape(turns, lot.choice(around["systems"]))
    named = {"model": "kilo-auto/efficient", "stream": True, **found}
    return kind, {**named, "tools": [{"type": "function"}]} if tools else named


def _plain(turns: Turns, system: str) -> Body:
    first = [{"role": "system", "content": system}] if system else []
    return {"messages": [*first, *({"role": who, "content": said} for who, said in turns)]}


def _kilo(turns: Turns, system: str) -> Body:
    place = {"type": "text", "text": "<environment_details>\nREADME.md\n</environment_details>"}
    messages = [
        {"role": who, "content": [{"type": "text", "text": said}, place]}
        if who == "user"
        else {"role": who, "content": said}
        for who, said in turns
    ]
    return {"messages": [{"role": "system", "content": f"You are Kilo Code. {system}"}, *messages]}


def _claude_code(turns: Turns, system: str) -> Body:
    rules = {"type": "text", "text": "<system-reminder>\nKeep it simple.\n</system-reminder>"}
    messages = [
        {"role": who, "content": [*([rules] if not n else []), {"type": "text", "text": said}]}
        for n, (who, said) in enumerate(turns)
    ]
    return {"system": f"You are Claude Code. {system}", "messages": messages}


def _codex(turns: Turns, system: str) -> Body:
    place = "<environment_context>\n<cwd>/repo</cwd>\n</environment_context>"
    items = [{"role": who, "content": said} for who, said in [("user", place), *turns]]
    return {"instructions": f"You are Codex. {system}", "input": items}


def _cline(turns: Turns, system: str) -> Body:
    wrapped = [("user", f"<task>\n{turns[0][1]}\n</task>")]
    for who, said in turns[1:]:
        feedback = f"[attempt_completion] Result:\n<feedback>\n{said}\n</feedback>"
        wrapped.append((who, feedback if who == "user" else said))
    return _plain(wrapped, f"You are Cline. {system}")


def _copilot(turns: Turns, system: str) -> Body:
    wrapped = [
        (who, f"<context>\nIt is today.\n</context>\n<userRequest>\n{said}\n</userRequest>")
        if who == "user"
        else (who, said)
        for who, said in turns
    ]
    return _plain(wrapped, f"You are GitHub Copilot. {system}")


_SHAPES: tuple[tuple[ApiKind, Callable[[Turns, str], Body]], ...] = (
    (ApiKind.CHAT_COMPLETIONS, _plain),
    (ApiKind.CHAT_COMPLETIONS, _kilo),
    (ApiKind.CHAT_COMPLETIONS, _cline),
    (ApiKind.CHAT_COMPLETIONS, _copilot),
    (ApiKind.MESSAGES, _plain),
    (ApiKind.MESSAGES, _claude_code),
    (ApiKind.RESPONSES, _codex),
)
