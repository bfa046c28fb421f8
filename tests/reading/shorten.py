"""Shorten a recorded request to what a reader of requests needs, with nothing of this machine."""

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.reading.recorder import Recorded

_MOST = 6_000
# The agent's prompt is its vendor's text: its head and its tail are enough to know it by.
_MOST_SYSTEM = 1_500
_GAP = " … "
_SESSION = re.compile(r"ses_\w{20,}")
_SHOWN = {"project": "/home/dev/project", "home": "/home/dev", "tmp": "/home/dev/tmp"}
_MACHINE = "x-kilocode-machineid"


@dataclass
class Shortener:
    """What makes fixtures of requests; the same session has the same id in all of them."""

    root: Path
    _sessions: dict[str, str] = field(default_factory=dict)

    def fixture(self, situation: str, request: Recorded) -> dict[str, Any]:
        body = {**request.body, "messages": [_message(m) for m in request.body["messages"]]}
        if "tools" in body:
            body["tools"] = [_named(tool) for tool in body["tools"]]
        found = {"situation": situation, "headers": _headers(request), "body": body}
        return dict(json.loads(self._anonymous(json.dumps(found))))

    def _anonymous(self, text: str) -> str:
        """Replace what is this machine's: its paths, and the ids of sessions."""
        for real, shown in _SHOWN.items():
            text = text.replace(str(self.root / real), shown)
        return _SESSION.sub(lambda found: self._session(found.group()), text)

    def _session(self, real: str) -> str:
        return self._sessions.setdefault(real, f"ses_{len(self._sessions) + 1:026d}")


def _headers(request: Recorded) -> dict[str, str]:
    kept = {n: v for n, v in request.headers.items() if n.startswith("x-") or n == "user-agent"}
    if _MACHINE in kept:
        kept[_MACHINE] = "00000000-0000-4000-8000-000000000000"
    return dict(sorted(kept.items()))


def _message(message: dict[str, Any]) -> dict[str, Any]:
    most = _MOST_SYSTEM if message["role"] == "system" else _MOST
    content = message.get("content")
    if isinstance(content, str):
        return {**message, "content": _cut(content, most)}
    if isinstance(content, list):
        return {**message, "content": [_part(part, most) for part in content]}
    return message


def _part(part: dict[str, Any], most: int) -> dict[str, Any]:
    return {**part, "text": _cut(part["text"], most)} if "text" in part else part


def _cut(text: str, most: int) -> str:
    """Cut the middle out of a text that is too long."""
    half = (most - len(_GAP)) // 2
    return text if len(text) <= most else text[:half] + _GAP + text[-half:]


def _named(tool: dict[str, Any]) -> dict[str, Any]:
    return {"type": "function", "function": {"name": tool["function"]["name"]}}
