"""One decision. It never fails: what cannot be had is left out and named."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from contracts.classification import Classification, ClassifierInput
from contracts.classifier.classify import Complete, classify
from contracts.decision import ClassifierResult, DecideRequest, DecideResponse, Decision, Reason
from contracts.errors import ProviderFailure
from contracts.ports import Remembered, SessionPort
from contracts.table import RoutingTable, Why
from functions.decide import engine
from functions.decide.identity import content_hash, session_of

T = TypeVar("T")


class Log(Protocol):
    def warning(self, msg: object, *args: object) -> None: ...


@dataclass(frozen=True)
class _Classified:
    """`trusted`: a model said so just now or before, no keywords."""

    classification: Classification | None
    cost_usd: float
    trusted: bool


class _Nothing:
    incumbent: str | None = None
    classification: Classification | None = None


@dataclass(frozen=True)
class Decider:
    sessions: SessionPort
    complete: Complete
    log: Log

    def decide(
        self, request: DecideRequest, table: RoutingTable | None, classifier: str
    ) -> DecideResponse:
        """Without a table nothing is classified, and so nothing is paid."""
        if table is None:
            return null("no_table")
        session, content = session_of(request), content_hash(request.input, exact=True)
        known = self._recall(session, classifier, content)
        found = self._classification(request.input, classifier, known)
        if found.classification is None:
            return null("classifier_failed", cost=found.cost_usd)
        tier, route = found.classification.tier, found.classification.route
        decision = engine.decide(table, tier, known.incumbent, route)
        if found.trusted:
            self._remember(session, classifier, content, found.classification, decision, known)
        return DecideResponse(
            cost=found.cost_usd,
            decision=decision,
            classifier_result=ClassifierResult(
                classification=found.classification, normalized=request.input
            ),
            reason=_reason(table, decision, route),
            simulated=table.simulated,
        )

    def _classification(
        self, request: ClassifierInput, classifier: str, known: Remembered
    ) -> _Classified:
        if known.classification:
            return _Classified(known.classification, 0.0, trusted=True)
        try:
            outcome = classify(request, classifier, self.complete)
        except ProviderFailure as error:
            self.log.warning("classifier failed: %s", error)
            return _Classified(None, error.cost_usd or 0.0, trusted=False)
        trusted = outcome.fallback is None
        return _Classified(outcome.classification, outcome.cost_usd or 0.0, trusted)

    def _recall(self, session: str, classifier: str, content: str) -> Remembered:
        return (
            self._or_none(lambda: self.sessions.recall(session, classifier, content)) or _Nothing()
        )

    def _remember(
        self,
        session: str,
        classifier: str,
        content: str,
        classification: Classification,
        decision: Decision,
        known: Remembered,
    ) -> None:
        if known.classification is None:
            self._or_none(
                lambda: self.sessions.remember(session, classifier, content, classification)
            )
        self._or_none(lambda: self.sessions.stick(session, decision.model))

    def _or_none(self, step: Callable[[], T]) -> T | None:
        """Session state helps but is never needed."""
        try:
            return step()
        except Exception as error:
            self.log.warning("session store failed: %s", type(error).__name__)
            return None


def null(reason: Reason, cost: float = 0.0) -> DecideResponse:
    return DecideResponse(cost=cost, decision=None, classifier_result=None, reason=reason)


_REASONS: dict[Why, Reason] = {
    Why.CHEAPEST_PROVEN: "cheapest_meeting_the_bar",
    Why.INCUMBENT: "published_before",
    Why.FALLBACK: "fallback_not_beaten",
    Why.BEST_UNPROVEN: "best_of_unproven",
}


def _reason(table: RoutingTable, decision: Decision, route: str) -> Reason:
    return "incumbent_kept" if decision.sticky else _REASONS[table.why(decision.tier, route)]
