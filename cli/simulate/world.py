"""Compute the true accuracies and costs of a pool of models, over the whole table of outcomes."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from cli.simulate.outcomes import Floats, Outcomes, means


@dataclass(frozen=True)
class World:
    """The accuracies and costs by group of tasks (rows) and model (columns), over all tasks."""

    outcomes: Outcomes

    @cached_property
    def accuracy(self) -> Floats:
        return np.array([means(s.correct) for s in self.outcomes.strata])

    @cached_property
    def cost(self) -> Floats:
        return np.array([means(s.cost) for s in self.outcomes.strata])

    def best(self, pool: Sequence[int]) -> int:
        """Return the most accurate model over all tasks; one that is unknown in a group comes
        last."""
        return min(pool, key=lambda m: self._place(-self.accuracy[:, m]))

    def cheapest(self, pool: Sequence[int]) -> int:
        return min(pool, key=lambda m: self._place(self.cost[:, m]))

    def oracle(self, stratum: int, pool: Sequence[int], bar: float) -> int:
        """Return the cheapest model whose true accuracy reaches the bar, or the best one if none
        does; an unknown cost is never the cheapest."""
        good = [m for m in pool if self.accuracy[stratum, m] >= bar]
        costs = np.nan_to_num(self.cost[stratum], nan=np.inf)
        return min(good, key=lambda m: costs[m]) if good else self.best(pool)

    @cached_property
    def _weights(self) -> Floats:
        sizes = np.array([float(s.tasks) for s in self.outcomes.strata])
        shares: Floats = sizes / sizes.sum()
        return shares

    def _place(self, values: Floats) -> tuple[int, float]:
        return int(np.isnan(values).sum()), float(np.nansum(values * self._weights))
