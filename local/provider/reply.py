"""Hold what a simulated model says next: a text, or one tool call."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Reply:
    text: str = ""
    tool: str | None = None
    args: dict[str, Any] = field(default_factory=dict)


def text_of(content: Any) -> str:
    """Return the text of a message's content, which is a string or a list of parts."""
    if isinstance(content, list):
        return "".join(str(part.get("text") or "") for part in content if isinstance(part, dict))
    return content if isinstance(content, str) else ""


def texts(messages: list[dict[str, Any]], role: str) -> list[str]:
    return [text_of(m.get("content")) for m in messages if m.get("role") == role]


def nested(value: Any, *names: str) -> Any:
    """Return what objects within objects hold under these names; None where one is missing."""
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value
