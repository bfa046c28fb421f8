"""Computes what early stopping saved a run."""

import math
from collections.abc import Iterable, Sequence

from contracts.admin import LookSavings
from contracts.look import Look, places
from contracts.run import Run, RunKind, RunStatus
from contracts.summary import Summary
from contracts.tier import Tier


def saved_by_looks(
    run: Run, further: Sequence[Look], summaries: Iterable[Summary]
) -> LookSavings | None:
    """Return the saving against measuring all candidates to the last look; None for a run without
    looks or before its end.
    """
    looks = run.config.looks
    if run.kind is RunKind.CLASSIFIER or not looks or run.status is not RunStatus.COMPLETED:
        return None
    costs = {(s.model, s.tier): s.avg_cost_usd for s in summaries if s.route is None}
    repetitions = run.lanes // len(run.entrants)
    spared = {
        (model, tier): repetitions * _spared(looks, further, model, tier, n)
        for model in run.entrants
        for tier, n in run.tier_cases.items()
    }
    usd = [_usd(n, costs.get(place)) for place, n in spared.items() if n]
    known = [each for each in usd if each is not None]
    total = math.fsum(known) if len(known) == len(usd) else None
    return LookSavings(measurements=sum(spared.values()), cost_usd=total)


def _spared(
    looks: Sequence[int], further: Sequence[Look], model: str, tier: Tier, cases: int
) -> int:
    return min(looks[-1], cases) - len(places(looks, further, model, tier, cases))


def _usd(measurements: int, each: float | None) -> float | None:
    return None if each is None else measurements * each
