"""The attempts of one request: a first one, and where it helps repairs and one retry."""

import dataclasses
from dataclasses import dataclass, field
from typing import Protocol

from gateway.ask import Ask, Choice, Edit, Kind, Outcome, Send
from gateway.calls import unanswered
from gateway.edits import Edits
from gateway.failures import Failure, What
from gateway.refusal import OF_THE_HISTORY, Repair, repair_named

_FAILED = frozenset({"unanswered", "silent", "broken", "failed"})
_LOST = "retry after the connection to the provider failed"


class Calling(Protocol):
    """Calls the provider, as `gateway.calls` does."""

    async def attempt(
        self, ask: Ask, choice: Choice, edit: Edit, kind: Kind, send: Send, *, last: bool
    ) -> Outcome:
        """Pass one answer on. Raises Failure where there is none."""
        ...


@dataclass
class Attempts:
    """Serves one request. `failed` are the models that did not answer it, and `mended` the repairs
    that were made, with the model that asked for each.
    """

    ask: Ask
    send: Send
    calls: Calling
    edits: Edits
    failed: set[str] = field(default_factory=set)
    mended: dict[Repair, str] = field(default_factory=dict)

    async def run(self, choice: Choice, other: Choice | None = None) -> Choice | None:
        """Answer the request; return the model that served it, None for a refusal. The same model
        is asked again when the request did not reach the provider, and `other` when the model did
        not answer; each only before the first byte, and only one of both. Raises Problem when there
        is no answer.
        """
        may: set[Outcome] = {"unreached"}
        if other:
            # A whole answer that is not there in time takes as long with another model.
            may |= {"unanswered", "silent"} if self.ask.stream else {"unanswered"}
        outcome = await self._tried(choice, "first", may)
        if outcome in may:
            again = dataclasses.replace(choice, reason=_LOST)
            choice = again if outcome == "unreached" or other is None else other
            outcome = await self._tried(choice, "retry", set())
        return choice if outcome == "served" else None

    async def _tried(self, choice: Choice, kind: Kind, may: set[Outcome]) -> Outcome:
        """Serve with one model; again with a mended body when the refusal says how, each way once
        for the request. The session remembers what helped.
        """
        edit = self._edited(choice)
        outcome = await self._attempt(choice, edit, kind, may)
        while edit.mended and (repair := repair_named(outcome)):
            self.mended[repair] = choice.model
            edit = edit.mended(repair) or edit
            outcome = await self._attempt(choice, edit, "repair", may)
        if outcome == "served":  # else the refusal meant something else
            self._remember(choice)
        return outcome

    def _edited(self, choice: Choice) -> Edit:
        """Return the body for a model, with the repairs of the history that were made before it was
        asked; which words for thinking it takes is its own.
        """
        edit = self.edits.of(self.ask, choice)
        for repair in OF_THE_HISTORY & self.mended.keys():
            edit = (edit.mended and edit.mended(repair)) or edit
        return edit

    def _remember(self, choice: Choice) -> None:
        for repair, model in self.mended.items():
            if model == choice.model:
                self.edits.sessions.of(self.ask.session).repaired(repair, model)

    async def _attempt(self, choice: Choice, edit: Edit, kind: Kind, may: set[Outcome]) -> Outcome:
        try:
            last = "unanswered" not in may
            outcome = await self.calls.attempt(self.ask, choice, edit, kind, self.send, last=last)
        except Failure as error:
            self._note(choice, error.what)
            if error.what == "broken" or error.what not in may:
                raise unanswered(choice, error) from None
            return error.what
        self._note(choice, outcome)
        return outcome

    def _note(self, choice: Choice, what: Outcome | What) -> None:
        if what in _FAILED:
            self.failed.add(choice.model)
