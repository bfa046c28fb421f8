"""Serves one request of a model: resolves, edits, calls the provider, passes the answer on."""

import asyncio
import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial

import aiohttp

from contracts.classification import ApiKind
from contracts.hot_record import replace
from contracts.usage import CLASSIFIER
from gateway.adapt import Editor
from gateway.ask import Ask, Choice, Edit, Kind, Noted, Outcome, Send
from gateway.catalogue import Catalogue
from gateway.errors import Problem, too_long
from gateway.passing import Passing, answer, whole
from gateway.resolve import Resolution, Resolver
from gateway.rows import Rows
from gateway.sessions import Known, Sessions
from gateway.settings import Settings
from gateway.upstream import Upstream
from gateway.vendors import vendor_of

# Before the first byte another model may answer instead; a request that is wrong stays wrong.
_RETRIED = frozenset({502, 503, 529})
# How vendors refuse the opaque state of another one.
_REFUSALS = (
    *(b"signature", b"encrypted_content", b"encrypted content", b"could not be verified"),
    *(b"reasoning_content", b"tool_call_id", b"tool_use_id", b"tool call id"),
)


@dataclass(frozen=True)
class Server:
    settings: Settings
    resolver: Resolver
    upstream: Upstream
    catalogue: Catalogue
    rows: Rows
    sessions: Sessions = field(default_factory=Sessions)

    async def serve(self, ask: Ask, send: Send) -> None:
        """Answer a request. Raises Problem before the first byte, when there is no answer to pass
        on.
        """
        if ask.path.endswith("/count_tokens"):
            await self._counted(ask, send)
            return
        if ask.model not in self.settings.virtual_models:
            choice = Choice(ask.model, None, "asked", "asked")
            await self._attempt(ask, choice, Edit(ask.incoming.raw), "first", send, last=True)
            return
        await self._routed(ask, send)

    async def _counted(self, ask: Ask, send: Send) -> None:
        """Let the model that would serve count the tokens; nothing is classified or recorded."""
        virtual = ask.model in self.settings.virtual_models
        served = self.sessions.of(_key(ask)).served or self.settings.fallbacks[0].model
        choice = Choice(served if virtual else ask.model, None, "asked", "counted")
        edit = self._edited(ask, choice, strip=False) if virtual else Edit(ask.incoming.raw)
        headers = self.upstream.up(ask.headers)
        try:
            async with self.upstream.call("POST", ask.target, headers, edit.body) as response:
                noted, body = Noted(ask, choice, "first"), await whole(response)
                await answer(send, response, edit, noted, body)
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            raise _silent(choice, error) from None

    async def _routed(self, ask: Ask, send: Send) -> None:
        known = self.sessions.of(_key(ask))
        found = await self.resolver.resolve(ask.incoming, known.served)
        self._record_classifier(ask, found)
        if found.model is None:
            raise _nothing_fits(ask, found)
        choice = Choice(found.model, found.effort, found.source, found.reason, found.simulated)
        tries = [choice, *_others(found)][:2]
        for n, each in enumerate(tries):
            kind: Kind = "retry" if n else "first"
            outcome = await self._tried(ask, known, each, kind, send, last=n + 1 == len(tries))
            known.served = each.model if outcome == "served" else known.served
            if outcome != "unsent":
                return

    async def _tried(
        self, ask: Ask, known: Known, choice: Choice, kind: Kind, send: Send, *, last: bool
    ) -> Outcome:
        """Serve with one model, once more without the history's opaque state when that is
        refused.
        """
        vendor = vendor_of(choice.model)
        stripped = partial(self._edited, ask, choice, strip=True)
        if vendor in known.stripped:
            return await self._attempt(ask, choice, stripped(), kind, send, last=last)
        edit = dataclasses.replace(self._edited(ask, choice, strip=False), stripped=stripped)
        sent = await self._attempt(ask, choice, edit, kind, send, last=last)
        if sent == "refused":
            sent = await self._attempt(ask, choice, stripped(), "repair", send, last=last)
            if sent == "served":  # else the refusal meant something else
                known.stripped.add(vendor)
        return sent

    def _edited(self, ask: Ask, choice: Choice, *, strip: bool) -> Edit:
        hide = self._injects(ask)
        extra = {"stream_options": {"include_usage": True}} if hide else {}
        editor = Editor(ask.kind, ask.incoming.body, ask.incoming.raw, self.sessions.author, extra)
        found = editor.adapted(self.catalogue.target(choice.model), choice.effort, strip=strip)
        return Edit(found.body, hide, found.dropped)

    def _injects(self, ask: Ask) -> bool:
        """Return whether the usage of the stream has to be asked for: only Chat Completions leaves
        it out.
        """
        wanted = self.settings.inject_usage and ask.model in self.settings.virtual_models
        chat = ask.kind is ApiKind.CHAT_COMPLETIONS and ask.stream
        return wanted and chat and ask.incoming.body.get("stream_options") is None

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
            if response.status == 400 and edit.stripped:
                body = await whole(response)
                if _refused(body) and edit.stripped().body != edit.body:
                    return "refused"
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


def _refused(body: bytes) -> bool:
    return any(mark in body.lower() for mark in _REFUSALS)


def _silent(choice: Choice, error: Exception) -> Problem:
    why = type(error).__name__
    return Problem(502, f"{choice.model}: the provider did not answer: {why}")


def _key(ask: Ask) -> tuple[str, str, str]:
    incoming = ask.incoming
    return (ask.user, incoming.session_id or incoming.root, incoming.agent_id or "")


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
