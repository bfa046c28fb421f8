"""Decides whether a run has another look, and for which candidates."""

from collections.abc import Iterable, Sequence

from contracts.look import Look, span
from contracts.run import Run, RunKind
from contracts.summary import Summary
from contracts.tier import TIERS, Tier
from functions.publish.build import Builder
from functions.publish.paired import Paired
from functions.publish.rank import judge
from functions.publish.select_server import objections
from functions.publish.sequential import going_on
from functions.publish.terms import Terms


def next_look(
    run: Run, summaries: Iterable[Summary], paired: Paired, further: Sequence[Look]
) -> Look | None:
    """Return the next look; None when its results could not change the winners, or none is left."""
    number = len(further) + 1
    if run.kind is RunKind.CLASSIFIER or number >= len(run.config.looks):
        return None
    builder = Builder(tuple(summaries), Terms.of(run), paired)
    going: dict[str, list[Tier]] = {}
    for tier in TIERS:
        if span(run.config.looks, number, run.tier_cases.get(tier, 0)):
            for model in _going(builder, tier, _active(run, tier, further)):
                going.setdefault(model, []).append(tier)
    if not going:
        return None
    return Look(number=number, going={m: tuple(tiers) for m, tiers in going.items()})


def _going(builder: Builder, tier: Tier, active: frozenset[str]) -> list[str]:
    bar, fallback = builder.terms.bar(tier), builder.fallback(tier)
    judged = judge(builder.candidates(tier), bar.min_accuracy, bar.rule)
    objected = frozenset(objections(judged, bar, fallback))
    names = going_on(judged, bar.min_accuracy, objected, builder.terms.fallback)
    return [name for name in names if name in active]


def _active(run: Run, tier: Tier, further: Sequence[Look]) -> frozenset[str]:
    """Return the candidates that the last look measured."""
    if not further:
        return frozenset(run.entrants)
    return frozenset(model for model, tiers in further[-1].going.items() if tier in tiers)
