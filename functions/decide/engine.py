"""Chooses the candidate that serves a request, given the session's model."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from contracts.decision import Constraints, Decision, Reason, RoutingMode, Switch
from contracts.options import SwitchCost
from contracts.table import Candidate, RoutingTable, Verdict, Why
from contracts.tier import TIERS, Tier
from functions.decide.eligible import largest, objection, sift
from functions.decide.switch import Session, assess

_REASONS: dict[Why, Reason] = {
    Why.CHEAPEST_PROVEN: "cheapest_meeting_the_bar",
    Why.INCUMBENT: "published_before",
    Why.FALLBACK: "fallback_not_beaten",
    Why.BEST_UNPROVEN: "best_of_unproven",
}


@dataclass(frozen=True)
class Asked:
    """What a request needs. `in_tool_loop`: the model waits for a tool's result."""

    tier: Tier
    route: str | None = None
    session: Session = field(default_factory=Session)
    constraints: Constraints = field(default_factory=Constraints)
    mode: RoutingMode = RoutingMode.CHEAPEST_PROVEN
    in_tool_loop: bool = False


@dataclass(frozen=True)
class Choice:
    """The chosen candidate; None when the constraints exclude all. `others` are the candidates
    that meet the constraints. `switch` is set when the session has another model; the session
    leaves it unless `sticky`. `outside` is a model that goes on although the table lacks it.
    """

    candidate: Candidate | None
    reason: Reason
    sticky: bool = False
    others: tuple[Candidate, ...] = ()
    excluded: dict[str, str] = field(default_factory=dict)
    switch: Switch | None = None
    outside: str | None = None


def choose(table: RoutingTable, asked: Asked) -> Choice:
    """Return the first candidate of the tier or route that satisfies the constraints, or the most
    accurate one. The session keeps its model while that is not rejected and a switch would not pay,
    and always inside a tool loop. When nothing fits the request's size, the largest context serves.
    """
    found, excluded = sift(table, table.candidates(asked.tier, asked.route), asked.constraints)
    if not found and table.entry(asked.tier, asked.route):
        found, excluded = sift(table, table.tiers.of(asked.tier), asked.constraints)
    looping = _looping(table, asked)
    if looping:
        return Choice(looping, "in_tool_loop", True, tuple(found), excluded)
    if not found:
        return _too_large(table, asked, excluded)
    fresh, reason = _fresh(table, asked, found)
    kept = next((c for c in found if c.model == asked.session.model and c is not fresh), None)
    if kept is None:
        return Choice(fresh, reason, False, tuple(found), excluded, _left(table, asked, fresh))
    verdict = assess(table, fresh, kept, asked.session)
    if good_enough(table, kept) and _stays(table, fresh, kept, asked, verdict.pays):
        return Choice(kept, "incumbent_kept", True, tuple(found), excluded, verdict.switch)
    return Choice(fresh, reason, False, tuple(found), excluded, verdict.switch)


def _too_large(table: RoutingTable, asked: Asked, excluded: dict[str, str]) -> Choice:
    """Return the largest context of the tier, else of any tier, when only the size excludes all."""
    strata = (table.candidates(asked.tier, asked.route), *map(table.tiers.of, TIERS))
    every = [candidate for stratum in strata for candidate in stratum]
    found = largest(table, every, asked.constraints)
    if found is None:
        return Choice(None, "no_candidate_left", excluded=excluded)
    return Choice(found, "largest_window", found.model == asked.session.model, excluded=excluded)


def decision_of(table: RoutingTable, tier: Tier | None, choice: Choice) -> Decision | None:
    model = choice.candidate.model if choice.candidate else choice.outside
    if model is None:
        return None
    return Decision(
        model=model,
        tier=tier,
        table_version=table.version,
        reasoning_effort=choice.candidate.reasoning_effort if choice.candidate else None,
        sticky=choice.sticky,
    )


def _fresh(table: RoutingTable, asked: Asked, found: list[Candidate]) -> tuple[Candidate, Reason]:
    if asked.mode is RoutingMode.BEST_ACCURACY:
        return max(found, key=_worth), "most_accurate"
    first = table.candidates(asked.tier, asked.route)[0]
    if found[0] is first:
        return first, _REASONS[table.why(asked.tier, asked.route)]
    proven = found[0].meets_threshold
    return found[0], "cheapest_meeting_the_bar" if proven else "best_of_unproven"


def _worth(candidate: Candidate) -> tuple[float, float]:
    lower = candidate.accuracy if candidate.lower is None else candidate.lower
    return lower, -candidate.avg_cost_usd


def good_enough(table: RoutingTable, kept: Candidate) -> bool:
    """Return whether a session may keep `kept`. By the reference system's rule it has to reach the
    bar.
    """
    if table.switch_cost is SwitchCost.FACTOR or kept.verdict is None:
        return kept.meets_threshold
    return kept.verdict is not Verdict.REJECTED


def _stays(
    table: RoutingTable, fresh: Candidate, kept: Candidate, asked: Asked, pays: bool
) -> bool:
    """Return whether the session keeps its model. The price of a cache may keep it from a cheaper
    model, but not from a better one when the caller asked for `best_accuracy`.
    """
    if asked.mode is RoutingMode.BEST_ACCURACY:
        return _worth(kept)[0] >= _worth(fresh)[0]
    return not pays


def _looping(table: RoutingTable, asked: Asked) -> Candidate | None:
    """Return the session's model, from any tier or the route, while the constraints allow it."""
    if not asked.in_tool_loop or asked.session.model is None:
        return None
    if objection(table, asked.session.model, asked.constraints):
        return None
    strata = (table.candidates(asked.tier, asked.route), *map(table.tiers.of, TIERS))
    return next(entries(asked.session.model, strata), None)


def entries(model: str, strata: Iterable[Iterable[Candidate]]) -> Iterator[Candidate]:
    """Yield the entries of `model` in `strata`, in their order."""
    return (c for stratum in strata for c in stratum if c.model == model)


def _left(table: RoutingTable, asked: Asked, fresh: Candidate) -> Switch | None:
    """Return the switch of a session whose model is not a candidate here."""
    model = asked.session.model
    return Switch(incumbent=model) if model and model != fresh.model else None
