"""Makes one decision. A part that fails is left out and named."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TypeVar

from contracts.decision import ClassifierResult, DecideRequest, DecideResponse, Reason
from contracts.errors import ProviderFailure
from contracts.failure import FailureCause
from contracts.session import Remembered, SessionPort
from contracts.table import RoutingTable
from functions.decide.ask import Asking, sure
from functions.decide.engine import Asked, choose, decision_of
from functions.decide.explain import explain
from functions.decide.fingerprint import Pseudonyms, content_hash
from functions.decide.outcome import Classified, Decided, RoutingState, null
from functions.decide.reduce import reduce
from functions.decide.switch import Session

T = TypeVar("T")


@dataclass(frozen=True)
class Decider:
    """One decision at a time. Without `names` it has pseudonyms that no other process can
    compute.
    """

    sessions: SessionPort
    asking: Asking
    names: Pseudonyms = field(default_factory=Pseudonyms)

    def decide(self, request: DecideRequest, live: RoutingState, until: float) -> Decided:
        """Return the decision by `until` of the clock. Without a table it classifies nothing, so
        that nothing is paid. Raises Refused for a body that does not fit its API.
        """
        reduced = reduce(request)
        if live.table is None:
            return Decided(null("no_table"), reduced, classifier=live.classifier)
        session = self.names.session(request, reduced.input)
        content = content_hash(reduced.input, exact=True)
        asked_at = self.asking.clock()
        known, failures = self._recall(session, live.classifier, content)
        recall_seconds = self.asking.clock() - asked_at
        key = f"{session} {content} {live.classifier}"
        found = (
            _remembered(known)
            or sure(reduced.input, live.linear_from)
            or self.asking.classified(reduced.input, live.classifier, until, key)
        )
        at = Decided(
            null("internal_error"),
            reduced,
            session,
            content,
            live.classifier,
            known,
            found,
            failures=failures,
            recall_seconds=recall_seconds,
        )
        return _answered(request, live.table, live.age, at)

    def remember(self, decided: Decided) -> bool:
        """Store the classification and the session's model, after the answer. Guesses are not
        stored. Return False when another request of the session came first, or the store failed.
        """
        found, decision = decided.classified, decided.answer.decision
        classification = found.classification if found else None
        session, content, by = decided.session, decided.content, decided.classifier
        if not (found and classification and session and content and by):
            return False
        if not found.cached:
            self._try(lambda: self.sessions.remember(session, by, content, classification))
        if decision is None:
            return False
        return bool(
            self._try(lambda: self.sessions.stick(session, decision.model, decided.known.seen))
        )

    def _recall(
        self, session: str, classifier: str, content: str
    ) -> tuple[Remembered, tuple[str, ...]]:
        found = self._try(lambda: self.sessions.recall(session, classifier, content))
        return (found, ()) if found else (Remembered(), ("session_store",))

    def _try(self, step: Callable[[], T]) -> T | None:
        """Return what `step` returns, or None when it fails: session state helps but is never
        needed.
        """
        try:
            return step()
        except Exception as error:
            self.asking.log.warning("session store failed: %s", type(error).__name__)
            return None


def _remembered(known: Remembered) -> Classified | None:
    return Classified(known.classification, 0.0, cached=True) if known.classification else None


def _answered(
    request: DecideRequest, table: RoutingTable, age: float | None, at: Decided
) -> Decided:
    found, reduced = at.classified, at.reduced
    assert found is not None
    assert reduced is not None
    if found.classification is None:
        return replace(at, answer=null(_no(found.failure), found.cost_usd, priced=found.priced))
    asked = Asked(
        tier=found.classification.tier,
        route=found.classification.route,
        session=Session(
            model=at.known.incumbent,
            idle_seconds=at.known.idle_seconds,
            context_tokens=reduced.constraints.prompt_tokens,
            messages=reduced.input.message_count,
            hour=reduced.hour_cache,
        ),
        constraints=reduced.constraints,
        mode=request.routing_mode,
        in_tool_loop=reduced.in_tool_loop,
    )
    choice = choose(table, asked)
    answer = DecideResponse(
        cost=found.cost_usd or 0.0,
        cost_known=found.priced and found.cost_usd is not None,
        decision=decision_of(table, asked.tier, choice),
        classifier_result=ClassifierResult(
            classification=found.classification, normalized=reduced.input
        ),
        reason=choice.reason,
        simulated=table.simulated,
        explanation=explain(table, asked, choice, age) if request.explain else None,
    )
    return replace(at, answer=answer, choice=choice)


def _no(failure: ProviderFailure | None) -> Reason:
    if failure is None:
        return "unusable_answer"
    late = failure.cause is FailureCause.TIMEOUT
    return "deadline_passed" if late else "classifier_failed"
