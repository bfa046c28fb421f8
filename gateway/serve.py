"""Serves one request of a model: resolves, edits, calls the provider, passes the answer on."""

from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial

import aiohttp

from contracts.classification import ApiKind
from contracts.hot_record import replace
from contracts.usage import CLASSIFIER
from gateway.adapt import Editor
from gateway.ask import Ask, Choice, Edit, Noted, Send
from gateway.attempts import Attempts
from gateway.calls import Calls, unanswered
from gateway.catalogue import Catalogue
from gateway.failures import Failure
from gateway.passing import answer, whole
from gateway.refusal import refusal
from gateway.reserve import Past, continued
from gateway.resolve import Resolution, Resolver
from gateway.rows import Rows
from gateway.sessions import Known, Sessions
from gateway.settings import Fallback, Settings
from gateway.upstream import Upstream


@dataclass(frozen=True)
class Server:
    settings: Settings
    resolver: Resolver
    upstream: Upstream
    catalogue: Catalogue
    rows: Rows
    sessions: Sessions = field(default_factory=Sessions)

    @property
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
            edit = Edit(ask.incoming.raw)
            attempts = Attempts(
                ask, Known(), send, self.calls, lambda *_, **__: edit, repaired=True
            )
            await attempts.run(Choice(ask.model, None, "asked", "asked"))

    async def _counted(self, ask: Ask, send: Send) -> None:
        """Let the model that would serve count the tokens; nothing is classified or recorded."""
        virtual = ask.model in self.settings.virtual_models
        served = self.sessions.of(_key(ask)).served or self.settings.fallbacks[0].model
        choice = Choice(served if virtual else ask.model, None, "asked", "counted")
        edit = self._edited(ask, choice, strip=False) if virtual else Edit(ask.incoming.raw)
        for last in (False, True):
            try:
                await self._counted_by(ask, choice, edit, send)
            except Failure as error:
                if last or error.what != "unreached":
                    raise unanswered(choice, error) from None
            else:
                return

    async def _counted_by(self, ask: Ask, choice: Choice, edit: Edit, send: Send) -> None:
        headers = self.upstream.up(ask.headers)
        async with self.upstream.call("POST", ask.target, headers, edit.body) as response:
            try:
                noted, body = Noted(ask, choice, "first"), await whole(response)
            except (aiohttp.ClientError, OSError, TimeoutError) as error:
                raise Failure("broken", type(error).__name__) from None
            await answer(send, response, edit, noted, body)

    async def _routed(self, ask: Ask, send: Send) -> None:
        known = self.sessions.of(_key(ask))
        past = self._past(ask, known)
        found = await self.resolver.resolve(ask.incoming, past)
        self._record_classifier(ask, found)
        if found.model is None:
            raise refusal(ask.incoming, found)
        choice = Choice(found.model, found.effort, found.source, found.reason, found.simulated)
        attempts = Attempts(ask, known, send, self.calls, partial(self._edited, ask))
        served = await attempts.run(choice, _other(found, past))
        if served:
            known.served, known.effort = served.model, served.effort
            for _, named in continued(ask.incoming.body):
                self.sessions.holds(ask.user, named, served.model)

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

    def _record_classifier(self, ask: Ask, found: Resolution) -> None:
        """Add the row of what classifying cost the user; none when it cost nothing."""
        if found.usage is None or ask.incoming.caller.user_id is None:
            return
        choice = Choice(CLASSIFIER, None, found.source, found.reason, found.simulated)
        row = Noted(ask, choice, "classifier").row()
        used = found.usage.cost_usd or (0.0 if found.usage.known else None)
        cost = None if used is None else format(Decimal(str(used)), "f")
        self.rows.add(replace(row, cost_usd=cost, cost_known=found.usage.known))


def _key(ask: Ask) -> tuple[str, str, str]:
    incoming = ask.incoming
    return (ask.user, incoming.session_id or incoming.root, incoming.agent_id or "")


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
