"""Makes one decision. A part that fails is left out and named."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TypeVar

from contracts.decision import ClassifierResult, DecideRequest, DecideResponse, Reason
from contracts.errors import ProviderFailure
from contracts.failure import FailureCause
from contracts.session import Remembered, SessionPort
from contracts.table import RoutingTable
from contracts.tier import Tier
from functions.classifier.side import own_request, ruled
from functions.decide.ask import Asking, sure
from functions.decide.engine import Asked, Choice, choose, decision_of
from functions.decide.explain import explain
from functions.decide.fingerprint import Pseudonyms, content_hash
from functions.decide.hold import hold, keep
from functions.decide.outcome import Classified, Decided, RoutingState, null
from functions.decide.reduce import Reduced, reduce
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
        at = self._recalled(request, live, reduced)
        held = _held(live.table, at)
        if held:
            return _going_on(request, live, at, held)
        assert at.session is not None
        key = f"{at.session} {at.content} {live.classifier}"
        found = (
            _remembered(at.known)
            or _by_rule(reduced)
            or sure(reduced.input, live.linear_from)
            or self.asking.classified(reduced.input, live.classifier, until, key)
        )
        return _answered(request, live, replace(at, classified=found))

    def _recalled(self, request: DecideRequest, live: RoutingState, reduced: Reduced) -> Decided:
        """Return the request with what is known of its session."""
        session = self.names.session(request, reduced.input)
        content = content_hash(reduced.input)
        asked_at = self.asking.clock()
        known, failures = self._recall(session, live.classifier, content)
        return Decided(
            null("internal_error"),
            reduced,
            session,
            content,
            live.classifier,
            replace(known, incumbent=request.served_model or known.incumbent),
            failures=failures,
            recall_seconds=self.asking.clock() - asked_at,
        )

    def remember(self, decided: Decided) -> bool:
        """Store the classification and the session's model, after the answer. Guesses are not
        stored, and a request of the agent's program for itself does not move its session. Return
        False when another request of the session came first, or the store failed.
        """
        self._remember_classification(decided)
        session, decision, reduced = decided.session, decided.answer.decision, decided.reduced
        if session is None or decision is None or reduced is None or own_request(reduced.input):
            return False
        known = decided.known
        tier = decision.tier or known.tier
        return bool(
            self._try(lambda: self.sessions.stick(session, decision.model, known.seen, tier))
        )

    def _remember_classification(self, decided: Decided) -> None:
        found, session, content = decided.classified, decided.session, decided.content
        classification, by = found and found.classification, decided.classifier
        if found and not found.cached and classification and session and content and by:
            self._try(lambda: self.sessions.remember(session, by, content, classification))

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


def _by_rule(reduced: Reduced) -> Classified | None:
    found = ruled(reduced.input)
    return Classified(found, 0.0, cached=True) if found else None


def _held(table: RoutingTable, at: Decided) -> Choice | None:
    """Return the session's model where leaving it would break what is under way."""
    reduced, known = at.reduced, at.known
    assert reduced is not None
    if own_request(reduced.input) or not (reduced.in_tool_loop or reduced.state.bound):
        return None
    reason: Reason = "in_tool_loop" if reduced.in_tool_loop else "state_bound"
    return hold(table, known.incumbent, reduced.constraints, _tier(known), reason)


def _tier(known: Remembered) -> Tier | None:
    return known.classification.tier if known.classification else known.tier


def _going_on(request: DecideRequest, live: RoutingState, at: Decided, choice: Choice) -> Decided:
    """Return the decision of a session that goes on without a new classification."""
    table, found = live.table, at.classified
    assert table is not None
    answer = DecideResponse(
        cost=(found and found.cost_usd) or 0.0,
        cost_known=found is None or (found.priced and found.cost_usd is not None),
        decision=decision_of(table, _tier(at.known), choice),
        classifier_result=None,
        reason=choice.reason,
        simulated=table.simulated,
        explanation=explain(table, None, choice, live.age) if request.explain else None,
    )
    return replace(at, answer=answer, choice=choice)


def _unclassified(request: DecideRequest, live: RoutingState, at: Decided) -> Decided:
    """Return the session's model where it may stay, else no decision."""
    table, found, reduced = live.table, at.classified, at.reduced
    assert table is not None
    assert found is not None
    assert reduced is not None
    kept = keep(table, at.known.incumbent, reduced.constraints, at.known.tier)
    if kept:
        return _going_on(request, live, at, kept)
    return replace(at, answer=null(_no(found.failure), found.cost_usd, priced=found.priced))


def _answered(request: DecideRequest, live: RoutingState, at: Decided) -> Decided:
    table, found, reduced = live.table, at.classified, at.reduced
    assert table is not None
    assert found is not None
    assert reduced is not None
    if found.classification is None:
        return _unclassified(request, live, at)
    asked = Asked(
        tier=found.classification.tier,
        route=found.classification.route,
        session=Session(
            model=at.known.incumbent,
            idle_seconds=at.known.idle_seconds,
            context_tokens=reduced.constraints.prompt_tokens,
            messages=reduced.input.message_count,
            hour=reduced.hour_cache,
            state=reduced.state,
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
        explanation=explain(table, asked, choice, live.age) if request.explain else None,
    )
    return replace(at, answer=answer, choice=choice)


def _no(failure: ProviderFailure | None) -> Reason:
    if failure is None:
        return "unusable_answer"
    late = failure.cause is FailureCause.TIMEOUT
    return "deadline_passed" if late else "classifier_failed"
