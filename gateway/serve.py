"""Serves one request of a model: resolves, edits, calls the provider, passes the answer on."""

import asyncio
import dataclasses
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

import aiohttp

from contracts.hot_record import replace
from contracts.usage import CLASSIFIER
from gateway.ask import Ask, Choice, Edit, Kind, Noted, Outcome, Send
from gateway.catalogue import Catalogue
from gateway.edits import Edits
from gateway.errors import Problem, too_long
from gateway.passing import Passing, answer, whole
from gateway.refusal import STATUSES, Repair, repair_of
from gateway.resolve import Resolution, Resolver
from gateway.rows import Rows
from gateway.sessions import Sessions
from gateway.settings import Settings
from gateway.upstream import Upstream

# Before the first byte another model may answer instead; a request that is wrong stays wrong.
_RETRIED = frozenset({502, 503, 529})
Attempt = Callable[[Edit, bool], Awaitable[Outcome]]


@dataclass(frozen=True)
class Server:
    settings: Settings
    resolver: Resolver
    upstream: Upstream
    catalogue: Catalogue
    rows: Rows
    sessions: Sessions = field(default_factory=Sessions)

    @cached_property
    def edits(self) -> Edits:
        return Edits(self.settings, self.catalogue, self.sessions)

    async def serve(self, ask: Ask, send: Send) -> None:
        """Answer a request. Raises Problem before the first byte, when there is no answer to pass
        on.
        """
        if ask.path.endswith("/count_tokens"):
            await self._counted(ask, send)
            return
        if ask.model not in self.settings.virtual_models:
            choice = Choice(ask.model, None, "asked", "asked")
            await self._attempt(ask, choice, self.edits.of(ask, choice), "first", send, last=True)
            return
        await self._routed(ask, send)

    async def _counted(self, ask: Ask, send: Send) -> None:
        """Let the model that would serve count the tokens of what it would be sent; nothing is
        classified or recorded.
        """
        virtual = ask.model in self.settings.virtual_models
        served = self.sessions.of(ask.session).served or self.settings.fallbacks[0].model
        choice = Choice(served if virtual else ask.model, None, "asked", "counted")
        await self._mending(ask, choice, lambda edit, _: self._count(ask, choice, edit, send))

    async def _count(self, ask: Ask, choice: Choice, edit: Edit, send: Send) -> Outcome:
        headers = self.upstream.up(ask.headers)
        try:
            async with self.upstream.call("POST", ask.target, headers, edit.body) as response:
                body = await whole(response)
                if repair := _repair(response.status, body, edit):
                    return repair
                await answer(send, response, edit, Noted(ask, choice, "first"), body)
                return "served" if response.status < 400 else "sent"
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            raise _silent(choice, error) from None

    async def _routed(self, ask: Ask, send: Send) -> None:
        known = self.sessions.of(ask.session)
        found = await self.resolver.resolve(ask.incoming, known.served)
        self._record_classifier(ask, found)
        if found.model is None:
            raise _nothing_fits(ask, found)
        choice = Choice(found.model, found.effort, found.source, found.reason, found.simulated)
        tries = [choice, *_others(found)][:2]
        for n, each in enumerate(tries):
            attempt = self._attempting(
                ask, each, "retry" if n else "first", send, n + 1 == len(tries)
            )
            outcome = await self._mending(ask, each, attempt)
            known.served = each.model if outcome == "served" else known.served
            if outcome != "unsent":
                return

    def _attempting(self, ask: Ask, choice: Choice, kind: Kind, send: Send, last: bool) -> Attempt:
        async def attempt(edit: Edit, repair: bool) -> Outcome:
            named: Kind = "repair" if repair else kind
            return await self._attempt(ask, choice, edit, named, send, last=last)

        return attempt

    async def _mending(self, ask: Ask, choice: Choice, attempt: Attempt) -> Outcome:
        """Serve with one model; again with a mended body when the refusal says how, each way once.
        `attempt` is told whether it is a repair.
        """
        edit, done = self.edits.of(ask, choice), list[Repair]()
        sent = await attempt(edit, False)
        while edit.mended and (sent == "opaque" or sent == "ending"):
            edit, done = edit.mended(sent) or edit, [*done, sent]
            sent = await attempt(edit, True)
        if sent == "served":  # else the refusal meant something else
            for repair in done:
                self.sessions.of(ask.session).repaired(repair, choice.model)
        return sent

    async def _attempt(
        self, ask: Ask, choice: Choice, edit: Edit, kind: Kind, send: Send, *, last: bool
    ) -> Outcome:
        """Call the provider once, pass its answer on, and record what it used."""
        simulated = choice.simulated or self.catalogue.simulated(choice.model)
        noted = Noted(ask, dataclasses.replace(choice, simulated=simulated), kind)
        try:
            return await self._called(edit, noted, send, last=last)
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            noted.failed = type(error).__name__
            if not last:
                return "unsent"
            raise _silent(choice, error) from None
        except asyncio.CancelledError:
            noted.cancelled = True
            raise
        finally:
            self.rows.add(noted.row())

    async def _called(self, edit: Edit, noted: Noted, send: Send, *, last: bool) -> Outcome:
        ask = noted.ask
        headers = self.upstream.up(ask.headers)
        async with self.upstream.call("POST", ask.target, headers, edit.body) as response:
            noted.status = response.status
            if response.status in _RETRIED and not last:
                return "unsent"
            if response.status in STATUSES and edit.mended:
                body = await whole(response)
                if repair := _repair(response.status, body, edit):
                    return repair
                await answer(send, response, edit, noted, body)
                return "sent"
            await Passing(response, edit, noted, send, self.sessions).run()
            return "served" if response.status < 400 else "sent"

    def _record_classifier(self, ask: Ask, found: Resolution) -> None:
        """Add the row of what classifying cost the user; none when it cost nothing."""
        if found.usage is None or ask.incoming.caller.user_id is None:
            return
        choice = Choice(CLASSIFIER, None, found.source, found.reason, found.simulated)
        row = Noted(ask, choice, "classifier").row()
        used = found.usage.cost_usd or (0.0 if found.usage.known else None)
        cost = None if used is None else format(Decimal(str(used)), "f")
        self.rows.add(replace(row, cost_usd=cost, cost_known=found.usage.known))


def _repair(status: int, body: bytes, edit: Edit) -> Repair | None:
    """Return the repair that a refusal asks for, if it makes another body."""
    found = repair_of(status, body) if edit.mended else None
    return found if found and edit.mended and edit.mended(found) else None


def _silent(choice: Choice, error: Exception) -> Problem:
    why = type(error).__name__
    return Problem(502, f"{choice.model}: the provider did not answer: {why}")


def _others(found: Resolution) -> Iterator[Choice]:
    for other in found.others:
        reason = f"retry after {found.model} did not answer"
        yield Choice(other.model, other.reasoning_effort, "fallback", reason)


def _nothing_fits(ask: Ask, found: Resolution) -> Problem:
    """Return the refusal of a request that no fallback can serve."""
    wanted = found.reduced.constraints if found.reduced else None
    windows = [why for why in found.objections.values() if why.startswith("context of ")]
    if wanted and wanted.size and len(windows) == len(found.objections):
        most = max(int(why.split()[2]) for why in windows)
        return too_long(ask.kind, wanted.size, most)
    told = "; ".join(f"{model}: {why}" for model, why in found.objections.items())
    return Problem(400, f"model: no model can serve this request: {told}")
