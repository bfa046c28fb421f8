"""Makes the answer of a decision from what is known of the request, the session and the table."""

from dataclasses import replace

from contracts.decision import ClassifierResult, DecideRequest, DecideResponse, Reason
from contracts.errors import ProviderFailure
from contracts.failure import FailureCause
from contracts.session import Remembered
from contracts.table import RoutingTable
from contracts.tier import Tier
from functions.classifier.side import own_request
from functions.decide.engine import Asked, Choice, choose, decision_of
from functions.decide.explain import explain
from functions.decide.hold import hold, keep
from functions.decide.outcome import Decided, RoutingState, null
from functions.decide.switch import Session


def held(table: RoutingTable, at: Decided) -> Choice | None:
    """Return the session's model where leaving it would break what is under way."""
    reduced, known = at.reduced, at.known
    assert reduced is not None
    if own_request(reduced.input) or not (reduced.in_tool_loop or reduced.state.bound):
        return None
    reason: Reason = "in_tool_loop" if reduced.in_tool_loop else "state_bound"
    return hold(table, known.incumbent, reduced.constraints, _tier(known), reason)


def _tier(known: Remembered) -> Tier | None:
    return known.classification.tier if known.classification else known.tier


def going_on(request: DecideRequest, live: RoutingState, at: Decided, choice: Choice) -> Decided:
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
        return going_on(request, live, at, kept)
    return replace(at, answer=null(_no(found.failure), found.cost_usd, priced=found.priced))


def answered(request: DecideRequest, live: RoutingState, at: Decided) -> Decided:
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
