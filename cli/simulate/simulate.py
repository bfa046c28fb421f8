"""Draw benchmarks again and again from a table of outcomes, and sum what their winners do."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from cli.simulate.benchmark import Ints, Measured, Terms, measure, selected
from cli.simulate.outcomes import Outcomes, Stratum, means
from cli.simulate.world import World
from contracts.table import Candidate
from functions.publish.select_server import Incumbent, Selection


@dataclass
class Tally:
    """Sums over all draws. Costs are USD of the tasks served; `spent` is what the benchmarks
    cost."""

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
    """The draws. `pool` models take part in each, all of them if it is None; a fallback always
    does."""

    count: int
    seed: int
    pool: int | None


def simulate(outcomes: Outcomes, terms: Terms, draws: Draws) -> Tally:
    """Return the sums; the same ones for the same seed."""
    simulation = _Simulation(outcomes.strata, World(outcomes), terms, Tally())
    for chance in np.random.default_rng(draws.seed).spawn(draws.count):
        pool = _pool(len(outcomes.models), draws.pool, chance)
        simulation.draw(_with(pool, terms.fallback), chance)
    return simulation.tally


def _pool(models: int, size: int | None, chance: np.random.Generator) -> list[int]:
    if size is None or size >= models:
        return list(range(models))
    return sorted(int(m) for m in chance.choice(models, size, replace=False))


def _with(pool: list[int], fallback: int | None) -> list[int]:
    return pool if fallback is None else sorted({*pool, fallback})


@dataclass(frozen=True)
class _Simulation:
    strata: Sequence[Stratum]
    world: World
    terms: Terms
    tally: Tally

    def draw(self, pool: list[int], chance: np.random.Generator) -> None:
        """Simulate a benchmark, what it serves, and whether a second one would serve the same."""
        orders, others = ([chance.permutation(s.tasks) for s in self.strata] for _ in range(2))
        measured = self._measure(orders, pool)
        tables = selected(measured, self.terms)
        redone = selected(self._measure(others, pool), self.terms, [_incumbent(t) for t in tables])
        self.tally.spent += sum(m.spent for m in measured)
        everywhere = {"best": [self.world.best(pool)], "cheapest": [self.world.cheapest(pool)]}
        policies = everywhere | {"random": pool}
        for number, (table, again) in enumerate(zip(tables, redone, strict=True)):
            if table and again:
                first = table.candidates[0]
                self._judge(number, first, again.candidates[0])
                known = {"oracle": [self.world.oracle(number, pool, self.terms.min_accuracy)]}
                self._serve(
                    number, orders[number], policies | known | {"table": [int(first.model)]}
                )

    def _measure(self, orders: list[Ints], pool: list[int]) -> list[Measured]:
        return [measure(s, o, pool, self.terms) for s, o in zip(self.strata, orders, strict=True)]

    def _judge(self, number: int, served: Candidate, redone: Candidate) -> None:
        true = self.world.accuracy[number, int(served.model)] >= self.terms.min_accuracy
        self.tally.strata += 1
        self.tally.proven += served.meets_threshold
        self.tally.false += bool(served.meets_threshold and not true)
        self.tally.changed += redone.model != served.model

    def _serve(self, number: int, order: Ints, choices: dict[str, list[int]]) -> None:
        """Serve the tasks that were not measured, unless their outcome is unknown. A policy with a
        model of unknown cost has an unknown cost."""
        stratum = self.strata[number]
        rest = order[min(self.terms.looks[-1], stratum.tasks // 2) :]
        right, cost = means(stratum.correct[rest]), means(stratum.cost[rest])
        (served,) = choices["table"]
        usd = {policy: float(cost[models].mean()) for policy, models in choices.items()}
        if np.isnan(right[served]):
            return
        self.tally.tasks += len(rest)
        self.tally.right += float(right[served]) * len(rest)
        for policy, each in usd.items():
            self.tally.pay(policy, each * len(rest))


def _incumbent(table: Selection | None) -> Incumbent | None:
    first = table.candidates[0] if table else None
    return Incumbent(first.model, first.meets_threshold) if first else None
