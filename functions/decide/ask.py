"""Asks the classifier, once for parallel equal requests and never past the deadline."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from contracts.classification import ClassifierInput
from contracts.completion import Complete, Completion
from contracts.errors import ProviderFailure
from contracts.failure import FailureCause
from contracts.tuning import DEFAULT, Tuning
from functions.classifier.classify import Outcome, classify
from functions.classifier.linear import guess
from functions.decide.outcome import Classified
from functions.decide.single_flight import SingleFlight

Ask = Callable[[str, list[dict[str, str]], dict[str, Any], float], Completion]
# chosen: no classifier call succeeds in less.
_LEAST_SECONDS = 0.02
_SHARED: SingleFlight[Outcome] = SingleFlight()


class Log(Protocol):
    def warning(self, msg: object, *args: object) -> None: ...


@dataclass(frozen=True)
class Asking:
    """The classifier's caller. `ask` calls a model with its id, messages, parameters and the
    seconds it may take. `clock` is in seconds.
    """

    ask: Ask
    log: Log
    clock: Callable[[], float] = time.monotonic

    def classified(
        self,
        request: ClassifierInput,
        classifier: str,
        until: float,
        key: str,
        tuning: Tuning = DEFAULT,
    ) -> Classified:
        """Return the classification, or the failure, by `until` of the clock. Parallel requests
        with the same `key` share one call; its cost counts for the first.
        """
        began = self.clock()
        call, mine = _SHARED.share(
            key, lambda: classify(request, classifier, self._until(until), tuning)
        )
        try:
            outcome = call.result(max(_LEAST_SECONDS, until - began))
        except ProviderFailure as error:
            self.log.warning("classifier failed: %s", error)
            return self._failed(error, began, mine=mine)
        except TimeoutError:
            late = ProviderFailure(FailureCause.TIMEOUT, "a shared call took too long", 0.0)
            return self._failed(late, began, mine=False)
        return Classified(
            outcome.classification if outcome.fallback is None else None,
            outcome.cost_usd if mine else 0.0,
            outcome.priced if mine else True,
            cached=not mine,
            seconds=self.clock() - began,
            outcome=outcome,
        )

    def _failed(self, error: ProviderFailure, began: float, *, mine: bool) -> Classified:
        cost, priced = (error.cost_usd, error.priced) if mine else (0.0, True)
        return Classified(None, cost, priced, seconds=self.clock() - began, failure=error)

    def _until(self, deadline: float) -> Complete:
        def complete(
            model: str, messages: list[dict[str, str]], parameters: dict[str, Any]
        ) -> Completion:
            left = deadline - self.clock()
            if left < _LEAST_SECONDS:
                raise ProviderFailure(FailureCause.TIMEOUT, "the deadline has passed", 0.0)
            return self.ask(model, messages, parameters, left)

        return complete


def sure(request: ClassifierInput, linear_from: float | None) -> Classified | None:
    """Return what the linear classifier says, or None where it expects less than `linear_from`."""
    if linear_from is None:
        return None
    said = guess(request)
    if said.expected < linear_from:
        return None
    return Classified(said.classification, 0.0, linear=True)
