"""What is asked of `/decide` about a request: a few KB, however large the request is."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from typing import Any

from reading.cut import cut
from reading.request import Reading, read

# All as in the gateway.
_MOST_CHARS, _PREFIX_CHARS, _PROPOSAL_CHARS = 500, 1000, 500
_SESSION = (
    *("x-kilocode-taskid", "x-kilo-session", "x-claude-code-session-id", "x-session-id"),
    *("x-session-affinity", "session_id", "session-id", "thread-id"),
)
_AGENT = ("x-claude-code-agent-id", "x-kilocode-agent-id")
_CLIENT_REQUEST = ("x-kilo-request", "x-client-request-id", "x-request-id")
_CLAUDE_SESSION = re.compile(r"session_(?:id\W+)?([\w-]{8,80})")


@dataclass(frozen=True)
class Request:
    """A request for a virtual model. `api` is `chat_completions`, `responses` or `messages`;
    `headers` have lower-case names; `user` is None for an anonymous caller.
    """

    api: str
    body: Mapping[str, Any]
    user: str | None
    headers: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def reading(self) -> Reading | None:
        """What the request asks for; None when it does not fit its API."""
        return read(self.api, self.body)

    @property
    def session(self) -> str | None:
        """The id of the session, by header or body; None when the request names none."""
        named = self._header(_SESSION)
        return named or _claude_session(self.body) or _text(self.body.get("prompt_cache_key"))

    @property
    def scope(self) -> tuple[str | None, ...] | None:
        """What a model is remembered by; None without a session."""
        return (self.user, self.session, self._header(_AGENT)) if self.session else None

    def asked(
        self, found: Reading, denied: tuple[str, ...], served: str | None, wait_ms: int
    ) -> dict[str, Any]:
        """Return the body for `/decide`. `served` is the model that served the session last."""
        return {
            "input": _input(self.api, found, self.body["model"]),
            "userId": self.user,
            "sessionId": self.session,
            "agentId": self._header(_AGENT),
            "machineId": self._header(("x-kilocode-machineid",)),
            "servedModel": served,
            "clientRequestId": self._header(_CLIENT_REQUEST),
            "mode": self._header(("x-kilocode-mode",)) or found.mode,
            "userAgent": self._header(("user-agent",)),
            "bodyBytes": _size(self.headers.get("content-length")),
            "deadlineMs": wait_ms,
            "constraints": {
                "deniedModels": denied,
                "requiredInputModalities": sorted(found.weight.modalities),
                "promptTokens": found.weight.tokens,
                "outputTokens": found.output_tokens,
            },
            "inToolLoop": found.looping,
            "hourCache": found.weight.hour_cache,
            "nonPortableState": {
                "vendors": found.state.vendors,
                "tokens": round(found.weight.opaque),
                "bound": found.state.bound,
            },
        }

    def _header(self, names: Iterable[str]) -> str | None:
        found = (_text(self.headers.get(name)) for name in names)
        return next((text for text in found if text), None)


def user_of(key: Any) -> str | None:
    """Return the user of a key, else a name that does not tell the key; None without a key."""
    named = getattr(key, "user_id", None)
    secret = getattr(key, "token", None) or getattr(key, "api_key", None)
    if named or not secret:
        return str(named)[:_MOST_CHARS] if named else None
    return f"key-{sha256(str(secret).encode()).hexdigest()[:16]}"


def headers_of(data: dict[str, Any]) -> dict[str, Any]:
    """Return the headers of a request, with names in lower case."""
    asked = data.get("proxy_server_request")
    headers = asked.get("headers") if isinstance(asked, dict) else None
    return {str(n).lower(): v for n, v in headers.items()} if isinstance(headers, dict) else {}


def _input(api: str, found: Reading, model: str) -> dict[str, Any]:
    first, latest = cut(found.first, _PREFIX_CHARS), cut(found.latest, _PREFIX_CHARS)
    return {
        "apiKind": api,
        "requestedModel": model,
        "systemPromptPrefix": cut(found.system[:_PREFIX_CHARS], _PREFIX_CHARS),
        "userPromptPrefix": first,
        "latestUserPromptPrefix": latest if latest != first else None,
        "latestKind": found.kind if latest else None,
        "standingOrderPrefix": cut(found.standing, _PREFIX_CHARS),
        "proposalPrefix": cut(found.proposal, _PROPOSAL_CHARS),
        "orderDigest": found.digest,
        "conversationDigest": found.root if first else None,
        "agent": found.agent,
        "agentMode": found.mode,
        "sideRequest": found.side,
        "messageCount": found.messages,
        "hasTools": found.has_tools,
        "stream": found.stream,
    }


def _text(value: Any) -> str | None:
    return (value.strip()[:_MOST_CHARS] or None) if isinstance(value, str) else None


def _size(value: Any) -> int:
    return int(value) if isinstance(value, str) and value.isdecimal() else 0


def _claude_session(body: Mapping[str, Any]) -> str | None:
    metadata = body.get("metadata")
    user = metadata.get("user_id") if isinstance(metadata, Mapping) else None
    found = _CLAUDE_SESSION.search(user) if isinstance(user, str) else None
    return found[1] if found else None
