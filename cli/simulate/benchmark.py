"""Simulate one benchmark on a sample of tasks, published by the product's own rules."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cli.simulate.outcomes import Floats, Stratum, means
from contracts.options import Rule
from contracts.rounding import half_up
from contracts.statistics import spend, wilson
from contracts.table import Candidate
from functions.publish.non_inferiority import Fallback
from functions.publish.rank import judge, pooled
from functions.publish.select_server import Bar, Incumbent, Selection, objections, select_server
from functions.publish.sequential import going_on

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Terms:
    """The terms of a benchmark. `looks` are the cases measured by the end of each look; one look is
    a fixed benchmark. With `fallback`, the number of a model, a candidate serves only if it is
    shown to be at most `margin` worse. `min_saving` is what a change must save; None publishes the
    winner of every benchmark."""

    rule: Rule
    confidence: float
    min_accuracy: float
    looks: tuple[int, ...]
    min_saving: float | None = None
    fallback: int | None = None
    margin: float = 0.1

    @property
    def bar(self) -> Bar:
        return Bar(self.min_accuracy, self.rule, self.confidence, self.min_saving)


@dataclass(frozen=True)
class Measured:
    """The candidates of one group of tasks, on how many tasks each was measured, and what that cost
    in USD. `model` of a candidate is the number of its column."""

    stratum: Stratum
    order: Ints
    tasks: dict[int, int]
    candidates: tuple[Candidate, ...]
    spent: float

    def fallback(self, terms: Terms) -> Fallback | None:
        model = terms.fallback
        if model is None:
            return None
        return Fallback(str(model), terms.margin, lambda other: self._paired(int(other), model))

    def _paired(self, model: int, other: int) -> list[float]:
        rows = self.order[: min(self.tasks.get(model, 0), self.tasks.get(other, 0))]
        found = self.stratum.correct[rows, model] - self.stratum.correct[rows, other]
        return [float(d) for d in found[~np.isnan(found)]]


def measure(stratum: Stratum, order: Ints, pool: Sequence[int], terms: Terms) -> Measured:
    """Measure look by look over the tasks in `order`, of which at least half are left to be served.
    Candidates that can no longer win are not measured further."""
    found: dict[int, Candidate] = {}
    tasks: dict[int, int] = {}
    active, spent, done = list(pool), 0.0, 0
    for end, confidence in zip(terms.looks, spend(terms.confidence, len(terms.looks)), strict=True):
        end = min(end, stratum.tasks // 2)
        spent += float(np.nansum(stratum.cost[np.ix_(order[done:end], np.array(active))]))
        done = end
        seen = _look(stratum, order[:end], active, confidence)
        found |= {int(c.model): c for c in judge(seen, terms.min_accuracy, terms.rule)}
        tasks |= dict.fromkeys(active, end)
        so_far = Measured(stratum, order, tasks, tuple(found.values()), spent)
        going = _going(so_far, terms)
        active = [model for model in active if model in going]
        if not active:
            break
    return so_far


def _going(measured: Measured, terms: Terms) -> set[int]:
    candidates, guard = measured.candidates, measured.fallback(terms)
    objected = frozenset(objections(candidates, terms.bar, guard))
    names = going_on(candidates, terms.min_accuracy, objected, guard.model if guard else None)
    return {int(name) for name in names}


def selected(
    measured: Sequence[Measured], terms: Terms, incumbents: Sequence[Incumbent | None] | None = None
) -> list[Selection | None]:
    """Return the selection of each group as it would be published, or None where nothing could
    be."""
    scores = pooled([m.candidates for m in measured])
    before = incumbents or [None] * len(measured)
    return [
        select_server(m.candidates, terms.bar, scores, incumbent, m.fallback(terms))
        for m, incumbent in zip(measured, before, strict=True)
    ]


def _look(
    stratum: Stratum, rows: Ints, models: list[int], confidence: float
) -> Iterator[Candidate]:
    cells = np.ix_(rows, np.array(models))
    correct = stratum.correct[cells]
    cases, passes = (~np.isnan(correct)).sum(axis=0), np.nansum(correct, axis=0)
    costs, latencies = means(stratum.cost[cells]), _p95(stratum.latency[cells])
    columns = zip(models, passes, cases, costs, latencies, strict=True)
    for model, right, n, usd, p95 in columns:
        if n and not np.isnan(usd):
            yield _candidate(model, float(right), int(n), confidence, usd=float(usd), p95=p95)


def _candidate(
    model: int, passes: float, cases: int, confidence: float, *, usd: float, p95: int | None
) -> Candidate:
    lower, upper = wilson(passes, cases, confidence)
    return Candidate(
        model=str(model),
        accuracy=half_up(passes / cases, 4),
        avg_cost_usd=usd,
        meets_threshold=False,
        lower=lower,
        upper=upper,
        confidence=confidence,
        cases=cases,
        effective_cases=float(cases),
        p95_latency_ms=p95,
    )


def _p95(values: Floats) -> list[int | None]:
    if np.isnan(values).all():
        return [None] * values.shape[1]
    ordered = np.sort(values, axis=0)
    counts = (~np.isnan(values)).sum(axis=0)
    places = np.maximum(np.ceil(0.95 * counts).astype(int) - 1, 0)
    return [
        round(ordered[place, column]) if counts[column] else None
        for column, place in enumerate(places)
    ]
