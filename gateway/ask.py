"""One request on its way: what was asked, the model of an attempt, and what the attempt used."""

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal
from uuid import uuid4

from contracts.classification import ApiKind
from contracts.options import Effort
from contracts.usage import ANONYMOUS, UsageRow
from gateway.headers import Headers
from gateway.incoming import Incoming
from gateway.refusal import Repair
from gateway.tokens import Tokens

Send = Callable[[dict[str, Any]], Awaitable[None]]
Kind = Literal["classifier", "first", "repair", "retry"]
# served: with success. sent: a refusal of the provider's. failed: its word that this model does not
# answer now. The others passed nothing on: a repair, by which the request can be mended that was
# refused, and those of a `Failure`.
Outcome = Literal["served", "sent", "failed", "unreached", "unanswered", "silent"] | Repair
PATHS = {
    ApiKind.CHAT_COMPLETIONS: "/chat/completions",
    ApiKind.RESPONSES: "/responses",
    ApiKind.MESSAGES: "/messages",
}


@dataclass(frozen=True)
class Ask:
    """A request of the virtual or another model, ready to be served."""

    incoming: Incoming
    path: str
    query: str
    headers: Headers
    model: str
    stream: bool
    began: float = field(default_factory=time.monotonic)

    @property
    def kind(self) -> ApiKind:
        return self.incoming.kind

    @property
    def target(self) -> str:
        return f"{self.path}?{self.query}" if self.query else self.path

    @property
    def user(self) -> str:
        return self.incoming.caller.user_id or ANONYMOUS

    @property
    def session(self) -> tuple[str, str, str]:
        """What names the session: its user, its id or first words, and its agent."""
        incoming = self.incoming
        return (self.user, incoming.session_id or incoming.root, incoming.agent_id or "")


@dataclass(frozen=True)
class Choice:
    """The model of one attempt, and why it is that one."""

    model: str
    effort: Effort | None
    source: Literal["benchmark", "session", "fallback", "asked"]
    reason: str
    simulated: bool = False


@dataclass(frozen=True)
class Edit:
    """A body for one model. `hide`: the usage frame was asked for by the gateway. `dropped` names
    parameters that were left out. `mended` makes the body with one more repair, None when that is
    the same body.
    """

    body: bytes
    hide: bool = False
    dropped: tuple[str, ...] = ()
    mended: "Callable[[Repair], Edit | None] | None" = None


@dataclass
class Noted:
    """What is noted of one attempt while it goes on."""

    ask: Ask
    choice: Choice
    kind: Kind
    status: int | None = None
    tokens: Tokens = field(default_factory=Tokens)
    first_byte: float | None = None
    cancelled: bool = False
    failed: str | None = None
    began: float = field(default_factory=time.monotonic)
    unique: str = field(default_factory=lambda: uuid4().hex[:16])

    def row(self) -> UsageRow:
        ask, choice, incoming = self.ask, self.choice, self.ask.incoming
        named = incoming.client_request_id
        first = None if self.first_byte is None else round((self.first_byte - ask.began) * 1000)
        took = round((time.monotonic() - self.began) * 1000)
        return UsageRow(
            key=":".join((ask.user, named or "-", incoming.digest, self.kind, self.unique)),
            at=datetime.now(UTC),
            user_id=ask.user,
            session_id=incoming.session_id,
            # Only a virtual model's request has been read; reading costs time.
            thread_id=None if choice.source == "asked" else incoming.thread_id,
            client_request_id=named,
            attempt=self.kind,
            requested_model=ask.model,
            model=choice.model,
            source=choice.source,
            reason=self.failed or choice.reason,
            effort=choice.effort,
            status=self.status,
            prompt_tokens=self.tokens.prompt,
            cached_tokens=self.tokens.cached,
            cache_write_tokens=self.tokens.cache_write,
            completion_tokens=self.tokens.completion,
            reasoning_tokens=self.tokens.reasoning,
            cost_usd=self.tokens.cost_usd,
            cost_known=self.tokens.cost_usd is not None,
            first_byte_ms=first,
            took_ms=None if self.kind == "classifier" else took,
            cancelled=self.cancelled,
            simulated=choice.simulated,
        )
