"""Reduces the body of a provider request to a ClassifierInput."""

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from contracts.classification import ApiKind, ClassifierInput
from contracts.depth import MOST
from functions.classifier.noise import without_noise

# Both as in the reference system.
PREFIX_CHARS = 1000
HINT_VALUES = 512
REDACTED = "[REDACTED]"
_TASK = re.compile(r"<task>", re.I)
_END_OF_TASK = re.compile(r"</task>", re.I)
_RESULT_HEADER = re.compile(r"^\s*\[[^\]]*\] Result:")
_TOOL_RESULTS = frozenset({"function_call_output", "tool_call_output", "tool_result"})
_SECRETS = ("authorization", "apikey", "cookie", "credential", "password", "secret", "token")


def normalize(
    kind: ApiKind,
    body: Any,
    *,
    requested_model: str | None = None,
    hints: dict[str, Any] | None = None,
) -> ClassifierInput | None:
    """Return the reduced request; None when the body does not fit its API. `requested_model` and
    `hints` replace what the gateway may have rewritten in the body.
    """
    if not _fits(kind, body):
        return None
    turns = _turns(kind, body)
    users = [t for t in (_clean(_text(m)) for m in turns if m.get("role") == "user") if t]
    if not users and kind is ApiKind.RESPONSES:
        users = [t for t in [_clean(_text_of(body.get("input")))] if t and not turns]
    source = hints if hints is not None else body
    budget = _Budget(HINT_VALUES)
    return ClassifierInput.from_wire(
        {
            "apiKind": kind,
            "requestedModel": requested_model or body["model"],
            "systemPromptPrefix": _system(kind, body, turns),
            "userPromptPrefix": users[0] if users else None,
            "latestUserPromptPrefix": users[-1] if users and users[-1] != users[0] else None,
            "messageCount": _count(kind, body),
            "hasTools": bool(body.get("tools")),
            "stream": body.get("stream") is True,
            "providerHints": {
                "provider": budget.redact(source.get("provider")),
                "providerOptions": budget.redact(source.get("providerOptions")),
            },
        }
    )


def _fits(kind: ApiKind, body: Any) -> bool:
    if not isinstance(body, dict):
        return False
    model = body.get("model")
    if not isinstance(model, str) or not model.strip():
        return False
    if "stream" in body and not isinstance(body["stream"], bool):
        return False
    if "tools" in body and not isinstance(body["tools"], list):
        return False
    return kind is ApiKind.RESPONSES or _is_messages(body.get("messages"))


def _is_messages(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(m, dict) and isinstance(m.get("role"), str) for m in value
    )


def _turns(kind: ApiKind, body: dict[str, Any]) -> list[dict[str, Any]]:
    items = body.get("input") if kind is ApiKind.RESPONSES else body["messages"]
    return [m for m in items if isinstance(m, dict)] if isinstance(items, list) else []


def _count(kind: ApiKind, body: dict[str, Any]) -> int | None:
    items = body.get("input") if kind is ApiKind.RESPONSES else body["messages"]
    if isinstance(items, list):
        return len(items)
    return 1 if isinstance(items, str) else None


def _system(kind: ApiKind, body: dict[str, Any], turns: Iterable[dict[str, Any]]) -> str | None:
    top = {ApiKind.RESPONSES: "instructions", ApiKind.MESSAGES: "system"}.get(kind)
    candidates = [_text_of(body.get(top))] if top else []
    candidates += [_text(m) for m in turns if m.get("role") == "system"]
    return next((text for text in map(_clean, candidates) if text), None)


def _text(message: dict[str, Any]) -> str:
    return "" if _is_result(message) else _text_of(message.get("content"))


def _text_of(content: Any) -> str:
    return "\n".join(filter(None, _texts(content)))


def _texts(content: Any) -> Iterator[str]:
    """Yield the texts of all parts in order, at any depth."""
    waiting = [content]
    while waiting:
        each = waiting.pop()
        if isinstance(each, str):
            yield each
        elif isinstance(each, list):
            waiting += reversed(each)
        elif isinstance(each, dict) and not _is_result(each):
            text = each.get("text")
            waiting.append(text if isinstance(text, str) else each.get("content"))


def _is_result(part: dict[str, Any]) -> bool:
    kind = part.get("type")
    return isinstance(kind, str) and kind in _TOOL_RESULTS


def _clean(text: str) -> str | None:
    text = without_noise(_task(text))
    text = _RESULT_HEADER.sub("", text).split("[ERROR]", 1)[0]
    return " ".join(text.split())[:PREFIX_CHARS] or None


def _task(text: str) -> str:
    """Return the text inside the first task tag, or the whole text without one."""
    opened = _TASK.search(text)
    closed = _END_OF_TASK.search(text, opened.end()) if opened else None
    return text[opened.end() : closed.start()] if opened and closed else text


@dataclass
class _Budget:
    """The number of hint values that may still be read; those beyond, or too deep, are redacted
    unread.
    """

    left: int

    def redact(self, value: Any, levels: int = MOST) -> Any:
        if self.left <= 0:
            return REDACTED
        self.left -= 1
        if isinstance(value, dict | list) and not levels:
            return REDACTED
        if isinstance(value, dict):
            return dict(self._items(value, levels - 1))
        if isinstance(value, list):
            return [self.redact(v, levels - 1) for v in value]
        if isinstance(value, float) and not math.isfinite(value):
            return None
        return value

    def _items(self, value: dict[str, Any], levels: int) -> Iterator[tuple[str, Any]]:
        for key, item in value.items():
            name = re.sub(r"[^a-z0-9]", "", key.lower())
            secret = any(s in name for s in _SECRETS)
            yield key, REDACTED if secret else self.redact(item, levels)
