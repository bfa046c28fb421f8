"""Benchmarks drawn again and again from a table of outcomes, and what came of their winners."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from cli.replay.benchmark import Ints, Terms, measure, ranked
from cli.replay.outcomes import Outcomes, Stratum, means
from cli.replay.world import World
from contracts.table import Candidate
from functions.publish.keep import keep


@dataclass
class Tally:
    """Sums over all draws. Money is in USD and of the tasks served, apart from `spent`."""

    strata: int = 0
    proven: int = 0
    false: int = 0
    changed: int = 0
    tasks: float = 0.0
    right: float = 0.0
    spent: float = 0.0
    costs: dict[str, float] = field(default_factory=dict)

    def pay(self, policy: str, usd: float) -> None:
        self.costs[policy] = self.costs.get(policy, 0.0) + usd


@dataclass(frozen=True)
class Draws:
    """`pool` models take part in a draw, all of them when it is None. `saving` is the hysteresis
    of publishing; None publishes the winner of every benchmark."""

    count: int
    seed: int
    pool: int | None
    saving: float | None


def simulate(outcomes: Outcomes, terms: Terms, draws: Draws) -> Tally:
    """The same tally for the same seed."""
    simulation = _Simulation(outcomes.strata, World(outcomes), terms, draws.saving, Tally())
    for chance in np.random.default_rng(draws.seed).spawn(draws.count):
        simulation.draw(_pool(len(outcomes.models), draws.pool, chance), chance)
    return simulation.tally


def _pool(models: int, size: int | None, chance: np.random.Generator) -> list[int]:
    if size is None or size >= models:
        return list(range(models))
    return sorted(int(m) for m in chance.choice(models, size, replace=False))


@dataclass(frozen=True)
class _Simulation:
    strata: Sequence[Stratum]
    world: World
    terms: Terms
    saving: float | None
    tally: Tally

    def draw(self, pool: list[int], chance: np.random.Generator) -> None:
        """One benchmark, what it serves, and whether a second one would serve the same."""
        orders = [chance.permutation(s.tasks) for s in self.strata]
        tables, spent = self._benchmark(orders, pool)
        again, _ = self._benchmark([chance.permutation(s.tasks) for s in self.strata], pool)
        self.tally.spent += spent
        everywhere = {"best": [self.world.best(pool)], "cheapest": [self.world.cheapest(pool)]}
        policies = everywhere | {"random": pool}
        for number, (table, redone) in enumerate(zip(tables, again, strict=True)):
            if table and redone:
                self._judge(number, table[0], redone)
                known = {"oracle": [self.world.oracle(number, pool, self.terms.min_accuracy)]}
                served = {"table": [int(table[0].model)]}
                self._serve(number, orders[number], policies | known | served)

    def _benchmark(
        self, orders: list[Ints], pool: list[int]
    ) -> tuple[list[list[Candidate]], float]:
        found = [measure(s, o, pool, self.terms) for s, o in zip(self.strata, orders, strict=True)]
        return ranked(found, self.terms), sum(m.spent for m in found)

    def _judge(self, number: int, served: Candidate, redone: list[Candidate]) -> None:
        true = self.world.accuracy[number, int(served.model)] >= self.terms.min_accuracy
        self.tally.strata += 1
        self.tally.proven += served.meets_threshold
        self.tally.false += bool(served.meets_threshold and not true)
        self.tally.changed += self._next(redone, served.model) != served.model

    def _next(self, redone: list[Candidate], served: str) -> str:
        if self.saving is None:
            return redone[0].model
        return keep(redone, served, self.terms.min_accuracy, self.saving)

    def _serve(self, number: int, order: Ints, choices: dict[str, list[int]]) -> None:
        """The tasks that were not measured; left out where an outcome to compare is unknown."""
        stratum = self.strata[number]
        rest = order[min(self.terms.looks[-1], stratum.tasks // 2) :]
        right, cost = means(stratum.correct[rest]), means(stratum.cost[rest])
        (served,) = choices["table"]
        usd = {policy: float(cost[models].mean()) for policy, models in choices.items()}
        if np.isnan([right[served], *usd.values()]).any():
            return
        self.tally.tasks += len(rest)
        self.tally.right += float(right[served]) * len(rest)
        for policy, each in usd.items():
            self.tally.pay(policy, each * len(rest))
