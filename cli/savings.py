"""Compare the cost of a decision with that of always using the best model."""

from dataclasses import dataclass
from statistics import fmean

from contracts.decision import Decision
from contracts.table import Candidate, RoutingTable
from contracts.tier import TIERS


@dataclass(frozen=True)
class Saving:
    """The mean USD per benchmark case of the tier, of the chosen model and of the best one."""

    chosen_usd: float
    best_usd: float
    best_model: str

    @property
    def ratio(self) -> float | None:
        return self.chosen_usd / self.best_usd if self.best_usd else None


def best_model(table: RoutingTable) -> str | None:
    """Return the most accurate model over all tiers among those measured in each, the cheaper one
    of equals; None if there is none."""
    evidence: dict[str, list[Candidate]] = {}
    for tier in TIERS:
        for candidate in table.tiers.of(tier):
            evidence.setdefault(candidate.model, []).append(candidate)
    complete = {m: found for m, found in evidence.items() if len(found) == len(TIERS)}
    return max(complete, key=lambda m: _worth(complete[m]), default=None)


def _worth(found: list[Candidate]) -> tuple[float, float]:
    return fmean(c.accuracy for c in found), -fmean(c.avg_cost_usd for c in found)


def saving(table: RoutingTable, decision: Decision) -> Saving | None:
    """Return the saving, or None if the table lacks the chosen or the best model in the tier."""
    best = best_model(table)
    candidates = table.tiers.of(decision.tier) if decision.tier else ()
    costs = {c.model: c.avg_cost_usd for c in candidates}
    if best is None or best not in costs or decision.model not in costs:
        return None
    return Saving(costs[decision.model], costs[best], best)
