"""Benchmarks drawn again and again from a table of outcomes, and what came of their winners."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from cli.replay.benchmark import Ints, Measured, Terms, measure, ranked
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
    world, tally = World(outcomes), Tally()
    for chance in np.random.default_rng(draws.seed).spawn(draws.count):
        _draw(outcomes, world, terms, draws, chance, tally)
    return tally


def _draw(
    outcomes: Outcomes,
    world: World,
    terms: Terms,
    draws: Draws,
    chance: np.random.Generator,
    tally: Tally,
) -> None:
    pool = _pool(len(outcomes.models), draws.pool, chance)
    orders = [chance.permutation(s.tasks) for s in outcomes.strata]
    again = [chance.permutation(s.tasks) for s in outcomes.strata]
    first = _benchmark(outcomes.strata, orders, pool, terms)
    tables = ranked(first, terms)
    for number, (table, redone) in enumerate(
        zip(tables, ranked(_benchmark(outcomes.strata, again, pool, terms), terms), strict=True)
    ):
        if not table or not redone:
            continue
        served = int(table[0].model)
        tally.strata += 1
        tally.proven += table[0].meets_threshold
        untrue = world.accuracy[number, served] < terms.min_accuracy
        tally.false += bool(table[0].meets_threshold and untrue)
        tally.changed += _next(redone, table[0].model, terms, draws) != table[0].model
        rest = orders[number][_used(outcomes.strata[number], terms) :]
        choices = _policies(world, number, pool, terms.min_accuracy) | {"table": [served]}
        _serve(outcomes.strata[number], rest, choices, tally)
    tally.spent += sum(m.spent for m in first)


def _next(redone: list[Candidate], served: str, terms: Terms, draws: Draws) -> str:
    if draws.saving is None:
        return str(redone[0].model)
    return keep(redone, served, terms.min_accuracy, draws.saving)


def _pool(models: int, size: int | None, chance: np.random.Generator) -> list[int]:
    if size is None or size >= models:
        return list(range(models))
    return sorted(int(m) for m in chance.choice(models, size, replace=False))


def _benchmark(
    strata: Sequence[Stratum], orders: Iterable[Ints], pool: list[int], terms: Terms
) -> list[Measured]:
    return [measure(s, order, pool, terms) for s, order in zip(strata, orders, strict=True)]


def _used(stratum: Stratum, terms: Terms) -> int:
    return min(terms.looks[-1], stratum.tasks // 2)


def _policies(world: World, stratum: int, pool: list[int], bar: float) -> dict[str, list[int]]:
    return {
        "best": [world.best(pool)],
        "cheapest": [world.cheapest(pool)],
        "random": pool,
        "oracle": [world.oracle(stratum, pool, bar)],
    }


def _serve(stratum: Stratum, rest: Ints, choices: dict[str, list[int]], tally: Tally) -> None:
    right, cost = means(stratum.correct[rest]), means(stratum.cost[rest])
    tally.tasks += len(rest)
    tally.right += float(np.nan_to_num(right[choices["table"][0]])) * len(rest)
    for policy, models in choices.items():
        tally.pay(policy, float(np.nan_to_num(np.nanmean(cost[models]))) * len(rest))
