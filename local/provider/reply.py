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
        return "".join(part.get("text", "") for part in content if isinstance(part, dict))
    return content if isinstance(content, str) else ""


def texts(messages: list[dict[str, Any]], role: str) -> list[str]:
    return [text_of(m.get("content")) for m in messages if m.get("role") == role]
