"""Compare the cost of a decision with that of always using the best model."""

from dataclasses import dataclass

from contracts.decision import Decision
from contracts.savings import best_model
from contracts.table import RoutingTable


@dataclass(frozen=True)
class Saving:
    """The mean USD per benchmark case of the tier, of the chosen model and of the best one."""

    chosen_usd: float
    best_usd: float
    best_model: str

    @property
    def ratio(self) -> float | None:
        return self.chosen_usd / self.best_usd if self.best_usd else None


def saving(table: RoutingTable, decision: Decision) -> Saving | None:
    """Return the saving, or None if the table lacks the chosen or the best model in the tier."""
    best = best_model(table)
    candidates = table.tiers.of(decision.tier) if decision.tier else ()
    costs = {c.model: c.avg_cost_usd for c in candidates}
    if best is None or best not in costs or decision.model not in costs:
        return None
    return Saving(costs[decision.model], costs[best], best)
