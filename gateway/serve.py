"""Serves one request of a model: resolves, edits, calls the provider, passes the answer on."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from contracts.hot_record import replace
from contracts.usage import CLASSIFIER
from gateway.ask import Ask, Choice, Noted, Send
from gateway.attempts import Attempts
from gateway.calls import Calls
from gateway.catalogue import Catalogue
from gateway.counting import Counting
from gateway.edits import Edits
from gateway.reserve import Past, continued
from gateway.resolve import Resolution, Resolver
from gateway.rows import Rows
from gateway.sessions import Known, Sessions
from gateway.settings import Fallback, Settings
from gateway.unservable import refusal
from gateway.upstream import Upstream


@dataclass(frozen=True)
class Server:
    settings: Settings
    resolver: Resolver
    upstream: Upstream
    catalogue: Catalogue
    rows: Rows
    sessions: Sessions = field(default_factory=Sessions)
    deciding: set[asyncio.Task[Resolution]] = field(default_factory=set, repr=False)

    @cached_property
    def edits(self) -> Edits:
        return Edits(self.settings, self.catalogue, self.sessions)

    @cached_property
    def calls(self) -> Calls:
        return Calls(self.upstream, self.catalogue, self.rows, self.sessions)

    async def serve(self, ask: Ask, send: Send) -> None:
        """Answer a request. Raises Problem before the first byte, when there is no answer to pass
        on.
        """
        if ask.path.endswith("/count_tokens"):
            await self._counted(ask, send)
        elif ask.model in self.settings.virtual_models:
            await self._routed(ask, send)
        else:
            attempts = Attempts(ask, send, self.calls, self.edits)
            await attempts.run(Choice(ask.model, None, "asked", "asked"))

    async def _counted(self, ask: Ask, send: Send) -> None:
        """Let the model that would serve count the tokens of what it would be sent; nothing is
        classified or recorded.
        """
        virtual = ask.model in self.settings.virtual_models
        served = self.sessions.of(ask.session).served or self.settings.fallbacks[0].model
        choice = Choice(served if virtual else ask.model, None, "asked", "counted")
        await Attempts(ask, send, Counting(self.upstream), self.edits).run(choice)

    async def _routed(self, ask: Ask, send: Send) -> None:
        known = self.sessions.of(ask.session)
        past = self._past(ask, known)
        found = await self._to_its_end(self._resolved(ask, past))
        if found.model is None:
            raise refusal(ask.incoming, found)
        choice = Choice(found.model, found.effort, found.source, found.reason, found.simulated)
        attempts = Attempts(ask, send, self.calls, self.edits)
        try:
            served = await attempts.run(choice, _other(found, past))
        finally:
            known.failed = frozenset(attempts.failed)
        if served:
            known.served, known.effort = served.model, served.effort
            for _, named in continued(ask.incoming.body):
                self.sessions.holds(ask.user, named, served.model)

    async def _resolved(self, ask: Ask, past: Past) -> Resolution:
        found = await self.resolver.resolve(ask.incoming, past)
        self._record_classifier(ask, found)
        return found

    async def _to_its_end(self, work: Coroutine[Any, Any, Resolution]) -> Resolution:
        """Ask `/decide` until it answers or its deadline ends, also for a client that leaves: what
        classifying costs is billed. The request stays one that is being served until then.
        """
        task = asyncio.create_task(work)
        self.deciding.add(task)
        task.add_done_callback(self.deciding.discard)
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            await asyncio.wait({task})
            raise

    async def end(self) -> None:
        """Await what is still asked of `/decide`, each until its deadline."""
        if self.deciding:
            await asyncio.wait(self.deciding)

    def _past(self, ask: Ask, known: Known) -> Past:
        """Return what is known of the session: what a request continues has one holder."""
        named = (self.sessions.holder(ask.user, n) for _, n in continued(ask.incoming.body))
        model = next(filter(None, named), known.served)
        if model is None:
            return Past(failed=known.failed)
        accepts = self.catalogue.capability(model)
        own = Fallback(
            model=model,
            reasoning_effort=known.effort if model == known.served else None,
            context_length=accepts.context_length,
            input_modalities=accepts.input_modalities,
        )
        return Past(own, known.failed)

    def _record_classifier(self, ask: Ask, found: Resolution) -> None:
        """Add the row of what classifying cost the user; none when it cost nothing."""
        if found.usage is None or ask.incoming.caller.user_id is None:
            return
        choice = Choice(CLASSIFIER, None, found.source, found.reason, found.simulated)
        row = Noted(ask, choice, "classifier").row()
        used = found.usage.cost_usd or (0.0 if found.usage.known else None)
        cost = None if used is None else format(Decimal(str(used)), "f")
        self.rows.add(replace(row, cost_usd=cost, cost_known=found.usage.known))


def _other(found: Resolution, past: Past) -> Choice | None:
    """Return the model that may serve when the first one does not answer."""
    if not found.others:
        return None
    other, reason = found.others[0], f"retry after {found.model} did not answer"
    return Choice(
        other.model,
        other.reasoning_effort,
        "session" if other.model == past.served else "fallback",
        reason,
    )
