"""The attempts of one request: a first one, and where it helps one repair and one retry."""

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from gateway.ask import Ask, Choice, Edit, Kind, Outcome, Send
from gateway.calls import Calls, unanswered
from gateway.failures import Failure, What
from gateway.sessions import Known
from gateway.vendors import vendor_of

_FAILED = frozenset({"unanswered", "silent", "broken", "failed"})
_LOST = "retry after the connection to the provider failed"


@dataclass
class Attempts:
    """Serves one request. `edited` makes the body for a model, with `strip` without the opaque
    state of its history. `repaired`: that was done already, or must not be.
    """

    ask: Ask
    known: Known
    send: Send
    calls: Calls
    edited: Callable[..., Edit]
    repaired: bool = False
    failed: set[str] = field(default_factory=set)

    async def run(self, choice: Choice, other: Choice | None = None) -> Choice | None:
        """Answer the request; return the model that served it, None for a refusal. The same model
        is asked again when the request did not reach the provider, and `other` when the model did
        not answer; each only before the first byte, and only one of both. Raises Problem when there
        is no answer.
        """
        try:
            return await self._run(choice, other)
        finally:
            self.known.failed = frozenset(self.failed)

    async def _run(self, choice: Choice, other: Choice | None) -> Choice | None:
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
        """Serve with one model, once more without the history's opaque state when that is
        refused.
        """
        outcome = await self._attempt(choice, kind, may)
        if outcome == "refused":
            self.repaired = True
            outcome = await self._attempt(choice, "repair", may)
            if outcome == "served":  # else the refusal meant something else
                self.known.stripped.add(vendor_of(choice.model))
        return outcome

    async def _attempt(self, choice: Choice, kind: Kind, may: set[Outcome]) -> Outcome:
        strip = self.repaired or vendor_of(choice.model) in self.known.stripped
        edit = self.edited(choice, strip=strip)
        if not strip:
            edit = dataclasses.replace(edit, stripped=partial(self.edited, choice, strip=True))
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
