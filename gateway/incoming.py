"""A request as it reached the gateway: its caller, its session, and what is asked of `/decide`."""

import contextlib
import dataclasses
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from typing import Any

from contracts.classification import ApiKind
from contracts.decision import DecideRequest, RawRequest
from contracts.errors import Malformed, Refused
from contracts.hot_record import replace
from contracts.json_text import as_object
from functions.decide.fingerprint import thread_hash
from functions.decide.reduce import Reduced, reduce
from gateway.authors import places

_MOST_CHARS = 500  # as in the reference system
# As agents name a session; the first one that is there counts.
_SESSION = (
    *("x-kilocode-taskid", "x-kilo-session", "x-claude-code-session-id", "x-session-id"),
    *("x-session-affinity", "session_id", "session-id", "thread-id"),
)
_AGENT = ("x-claude-code-agent-id", "x-kilocode-agent-id")
_CLIENT_REQUEST = ("x-kilo-request", "x-client-request-id", "x-request-id")
# Claude Code's metadata.user_id: user_<hash>_account_<id>_session_<id>, or an object with the same.
_CLAUDE_SESSION = re.compile(r"session_(?:id\W+)?([\w-]{8,80})")


@dataclass(frozen=True)
class Caller:
    """The user of a request, None for an anonymous one. `only_models` limits a benchmark token."""

    user_id: str | None
    only_models: frozenset[str] | None = None


@dataclass(frozen=True)
class Incoming:
    """A request for a virtual model. `headers` have lower-case names."""

    kind: ApiKind
    body: dict[str, Any]
    raw: bytes
    caller: Caller
    headers: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of the body, in hex."""
        return sha256(self.raw).hexdigest()

    @cached_property
    def client_request_id(self) -> str | None:
        return _first(self.headers, _CLIENT_REQUEST)

    @cached_property
    def session_id(self) -> str | None:
        """The id of the session, by header or body; None when the request names none."""
        named = _first(self.headers, _SESSION)
        return named or _claude_session(self.body) or _text(self.body.get("prompt_cache_key"))

    @property
    def root(self) -> str:
        """What names a session without an id: its first words, as it reads."""
        with contextlib.suppress(Refused, Malformed):
            return self._reduced.input.conversation_digest or self.digest
        return self.digest

    @cached_property
    def places(self) -> tuple[str | None, ...]:
        """The names of the messages that the parts of the history answer; the last one is that of
        the answer to come.
        """
        items = self.body.get("input" if self.kind is ApiKind.RESPONSES else "messages")
        return tuple(places(items if isinstance(items, list) else [items]))

    @property
    def agent_id(self) -> str | None:
        return _first(self.headers, _AGENT)

    @cached_property
    def thread_id(self) -> str | None:
        """What names the thread within its session; None when the request does not tell."""
        with contextlib.suppress(Refused, Malformed):
            found = self._reduced.input
            named = self.session_id or found.conversation_digest
            return thread_hash(found, self.agent_id) if named else None
        return None

    def reduced(self, denied_models: tuple[str, ...]) -> Reduced:
        """Return the request reduced to what a decision needs. Raises Refused for a body that does
        not fit its API, Malformed for one that is nested too deep.
        """
        found = self._reduced.constraints
        wanted = replace(found, denied_models=denied_models)
        return dataclasses.replace(self._reduced, constraints=wanted)

    @cached_property
    def _reduced(self) -> Reduced:
        raw = RawRequest(api_kind=self.kind, body=self.body)
        return reduce(DecideRequest(raw=raw, user_id="-"))

    def asked(self, reduced: Reduced, served: str | None, deadline_ms: int) -> DecideRequest:
        """Return what `/decide` is asked: a few KB, however large the body is. Raises Malformed."""
        return DecideRequest(
            input=reduced.input,
            user_id=self.caller.user_id or "-",
            session_id=self.session_id,
            agent_id=self.agent_id,
            machine_id=_first(self.headers, ("x-kilocode-machineid",)),
            served_model=served,
            client_request_id=self.client_request_id,
            mode=_first(self.headers, ("x-kilocode-mode",)) or reduced.input.agent_mode,
            user_agent=_first(self.headers, ("user-agent",)),
            body_bytes=len(self.raw),
            deadline_ms=deadline_ms,
            constraints=reduced.constraints,
            in_tool_loop=reduced.in_tool_loop,
            hour_cache=reduced.hour_cache,
            non_portable_state=reduced.state,
        )


def _first(headers: Mapping[str, str], names: Iterable[str]) -> str | None:
    found = (_text(headers.get(name)) for name in names)
    return next((text for text in found if text), None)


def _text(value: Any) -> str | None:
    return (value.strip()[:_MOST_CHARS] or None) if isinstance(value, str) else None


def _claude_session(body: Mapping[str, Any]) -> str | None:
    user = as_object(body.get("metadata")).get("user_id")
    found = _CLAUDE_SESSION.search(user) if isinstance(user, str) else None
    return found[1] if found else None
