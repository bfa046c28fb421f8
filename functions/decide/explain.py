"""Explains a decision: the runners-up, their bounds, and the age of the table."""

from contracts.decision import Explanation, RunnerUp
from contracts.table import Candidate, RoutingTable
from functions.decide.engine import Asked, Choice

_RUNNERS_UP = 3  # chosen


def explain(
    table: RoutingTable, asked: Asked | None, choice: Choice, age: float | None
) -> Explanation:
    """Return why a decision is what it is; `asked` is None when nothing was classified."""
    entry = table.entry(asked.tier, asked.route) if asked else None
    common = table.serving.of(asked.tier) if asked and table.serving else None
    serving = entry.serving if entry else common
    others = [c for c in choice.others if c is not choice.candidate]
    return Explanation(
        detail=serving.detail if serving else None,
        route=entry.route if entry else None,
        chosen=_shown(choice.candidate) if choice.candidate else None,
        runners_up=tuple(map(_shown, others[:_RUNNERS_UP])),
        excluded=choice.excluded,
        switch=choice.switch,
        table_age_seconds=age,
    )


def _shown(candidate: Candidate) -> RunnerUp:
    return RunnerUp(
        model=candidate.model,
        accuracy=candidate.accuracy,
        lower=candidate.lower,
        upper=candidate.upper,
        avg_cost_usd=candidate.avg_cost_usd,
    )
