"""Worlds whose truth is known: what models solve and cost, and how a classifier errs, is set."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

import numpy as np
import numpy.typing as npt

from contracts.evaluation import Evaluation, Policy
from contracts.options import Rule
from contracts.statistics import wilson
from contracts.table import Candidate, RoutingTable, Tiers
from contracts.tier import TIERS, Tier
from functions.evaluate.report import About, evaluate
from functions.evaluate.router import Routed, routed
from functions.evaluate.subjects import Derived, Outcome, Subject
from functions.publish.rank import pooled
from functions.publish.select_server import Bar, select_server
from tests.samples import NOON, table

CASES, FOLDS, CONFIDENCE, BAR = 24, 6, 0.9, 0.7
PRICE = 0.0005
COSTS = {"d/cheap": 0.01, "d/middle": 0.05, "d/dear": 0.2}
SKILL = {
    Tier.LOW: {"d/cheap": 0.95, "d/middle": 0.97, "d/dear": 0.98},
    Tier.MEDIUM: {"d/cheap": 0.55, "d/middle": 0.88, "d/dear": 0.93},
    Tier.HIGH: {"d/cheap": 0.15, "d/middle": 0.4, "d/dear": 0.9},
}
SHARES = dict.fromkeys(TIERS, 1 / 3)
Confusion = Mapping[Tier, Mapping[Tier, float]]
GOOD: Confusion = {
    Tier.LOW: {Tier.LOW: 0.9, Tier.MEDIUM: 0.1},
    Tier.MEDIUM: {Tier.LOW: 0.05, Tier.MEDIUM: 0.9, Tier.HIGH: 0.05},
    Tier.HIGH: {Tier.MEDIUM: 0.1, Tier.HIGH: 0.9},
}
USELESS: Confusion = dict.fromkeys(TIERS, SHARES)


@dataclass(frozen=True)
class Benchmark:
    """One benchmark: scores and USD by tier, a row for each case and a column for each model."""

    scores: Mapping[Tier, npt.NDArray[np.float64]]
    costs: Mapping[Tier, npt.NDArray[np.float64]]
    made: list[RoutingTable] = field(default_factory=list)

    def without(self, held_out: Collection[str]) -> RoutingTable:
        """Return the table of the other cases, by the production rule, and keep it in `made`."""
        rows = {t: [n for n in range(CASES) if f"{t}-{n}" not in held_out] for t in TIERS}
        found = {t: self._candidates(t, mine) for t, mine in rows.items()}
        best = pooled([*found.values()])
        served = {t: select_server(found[t], Bar(BAR, Rule.WILSON), best) for t in TIERS}
        ranked = {t.value: s.candidates for t, s in served.items() if s}
        self.made.append(table(tiers=Tiers(**ranked)))
        return self.made[-1]

    def _candidates(self, tier: Tier, rows: list[int]) -> list[Candidate]:
        right, usd = self.scores[tier][rows].sum(axis=0), self.costs[tier][rows].mean(axis=0)
        return [
            _candidate(m, float(k), len(rows), float(c))
            for m, k, c in zip(COSTS, right, usd, strict=True)
        ]

    def subjects(self, derived: Mapping[str, Derived]) -> list[Subject]:
        return [
            Subject(name, name, tier, None, self._outcomes(tier, n), derived.get(name))
            for tier in TIERS
            for n in range(CASES)
            for name in [f"{tier}-{n}"]
        ]

    def _outcomes(self, tier: Tier, n: int) -> dict[str, Outcome]:
        rows = zip(COSTS, self.scores[tier][n], self.costs[tier][n], strict=True)
        return {model: Outcome(float(score), float(usd)) for model, score, usd in rows}


def _candidate(model: str, passes: float, cases: int, usd: float) -> Candidate:
    lower, upper = wilson(passes, cases, CONFIDENCE)
    return Candidate(
        model=model,
        accuracy=passes / cases,
        avg_cost_usd=usd,
        meets_threshold=False,
        lower=lower,
        upper=upper,
        cases=cases,
    )


def benchmark(chance: np.random.Generator) -> Benchmark:
    """Return a benchmark. A case that is easy for one model is so for the others in six of ten
    cases; costs are skewed."""
    size = (CASES, len(COSTS))
    luck = {
        t: np.where(chance.random((CASES, 1)) < 0.6, chance.random((CASES, 1)), chance.random(size))
        for t in TIERS
    }
    return Benchmark(
        {t: (luck[t] < [*SKILL[t].values()]).astype(float) for t in TIERS},
        {t: np.array([*COSTS.values()]) * chance.lognormal(-0.125, 0.5, size) for t in TIERS},
    )


def classified(confusion: Confusion, chance: np.random.Generator) -> dict[str, Derived]:
    return {
        f"{tier}-{n}": Derived([*confusion[tier]][at], None, PRICE)
        for tier in TIERS
        for n, at in enumerate(
            chance.choice(len(confusion[tier]), CASES, p=[*confusion[tier].values()])
        )
    }


@dataclass(frozen=True)
class Truth:
    """What routers with these tables and this classifier do on all cases of the world."""

    tables: list[RoutingTable]
    confusion: Confusion

    @cached_property
    def _cases(self) -> list[tuple[float, Routed]]:
        """Return each combination of table, stated and derived tier, with its probability."""
        return [
            (p / len(TIERS) / len(self.tables), case)
            for table in self.tables
            for t in TIERS
            for f, p in self.confusion[t].items()
            for case in routed([_subject(t, f)], table, SHARES)
        ]

    def of(self, name: str) -> tuple[float, float]:
        """Return accuracy and USD of a field of `Routed`; the router pays the classifier."""
        found = [(p, c.subject.tier, getattr(c, name)) for p, c in self._cases]
        own = PRICE if name == "router" else 0.0
        return (
            sum(p * SKILL[tier][model] for p, tier, model in found),
            sum(p * COSTS[model] for p, _, model in found) + own,
        )

    def gain(self, policy: Policy) -> float:
        """Return the accuracy of the router less that of a policy."""
        right, usd = self.of("router")
        best, cheapest = self.of("best"), self.of("cheapest")
        if policy is Policy.ALWAYS_BEST:
            return right - best[0]
        share = min(1.0, max(0.0, (usd - cheapest[1]) / (best[1] - cheapest[1])))
        return right - (1 - share) * cheapest[0] - share * best[0]

    def misrouting(self) -> float:
        return self.of("router")[0] - self.of("stated")[0]


def _subject(stated: Tier, found: Tier) -> Subject:
    return Subject("case", "case", stated, None, {}, Derived(found, None, PRICE))


@dataclass(frozen=True)
class Judged:
    evaluation: Evaluation
    truth: Truth


@lru_cache
def judged(seed: int, name: str) -> Judged:
    """Return the evaluation of the benchmark with this seed, by the good or useless classifier."""
    confusion = {"good": GOOD, "useless": USELESS}[name]
    chance = np.random.default_rng([seed, 7])
    world = benchmark(chance)
    about = About("v", NOON, name, simulated=True, confidence=CONFIDENCE)
    derived = classified(confusion, chance)
    found = evaluate(about, world.subjects(derived), world.without, FOLDS)
    return Judged(found, Truth(world.made, confusion))
