"""Computes where more cases would prove a cheaper candidate than the one that serves."""

import math
from collections.abc import Iterator, Mapping

from contracts.plan import NextProof
from contracts.statistics import cases_to_prove_at
from contracts.table import Candidate, RoutingTable, Verdict
from contracts.tier import TIERS, Tier

_MONTH = 30  # days
Counts = Mapping[tuple[Tier, str], int]


def serving_models(table: RoutingTable) -> set[str]:
    """Return the models that serve the tiers."""
    return {table.tiers.of(tier)[0].model for tier in TIERS}


def next_proofs(
    table: RoutingTable, spent: Mapping[str, float | None], decisions: Counts
) -> Iterator[NextProof]:
    """Yield, by tier, each cheaper candidate that is neither proven nor rejected; the one that
    needs the fewest cases first. `spent` is what each serving model cost on the last whole day, in
    USD, and `decisions` counts those of a day by tier and route.
    """
    for tier in TIERS:
        mine, part = spent.get(table.tiers.of(tier)[0].model), _part(table, tier, decisions)
        usd = None if mine is None or part is None else mine * part * _MONTH
        found = [_proof(table, tier, c, usd) for c in _cheaper(table, tier)]
        yield from sorted(
            found, key=lambda proof: math.inf if proof.to_measure is None else proof.to_measure
        )


def _cheaper(table: RoutingTable, tier: Tier) -> list[Candidate]:
    serving, *others = table.tiers.of(tier)
    cheap = [c for c in others if c.avg_cost_usd < serving.avg_cost_usd]
    return [c for c in cheap if c.verdict is Verdict.OPEN and c.effective_cases]


def _part(table: RoutingTable, tier: Tier, decisions: Counts) -> float | None:
    """Return the share of the tier in the decisions for the model that serves it; None when it
    serves several and none was counted.
    """
    model = table.tiers.of(tier)[0].model
    same = [each for each in TIERS if table.tiers.of(each)[0].model == model]
    counts = {each: sum(n for (t, _), n in decisions.items() if t is each) for each in same}
    every = sum(counts.values())
    if len(same) == 1:
        return 1.0
    return counts[tier] / every if every else None


def _proof(table: RoutingTable, tier: Tier, candidate: Candidate, usd: float | None) -> NextProof:
    serving, known = table.tiers.of(tier)[0], candidate.effective_cases or 0.0
    sure = candidate.confidence or table.confidence or 0.9
    needed = cases_to_prove_at(candidate.accuracy, table.bar(tier), sure)
    more = None if math.isinf(needed) else max(1, math.ceil(needed - known))
    share = 1 - candidate.avg_cost_usd / serving.avg_cost_usd
    return NextProof(
        tier=tier,
        candidate=candidate.model,
        serving=serving.model,
        accuracy=candidate.accuracy,
        cases=known,
        to_measure=more,
        cost_usd=None if more is None else more * candidate.avg_cost_usd,
        saving_share=share,
        saving_usd=None if usd is None else usd * share,
    )
