"""A benchmark on a sample of a stratum, published by the product's own rules."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cli.replay.outcomes import Floats, Stratum, means
from contracts.rounding import half_up
from contracts.table import Candidate, Rule
from functions.publish.rank import judge, pooled, rank
from functions.publish.sequential import going_on
from functions.publish.statistics import spend, wilson

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Terms:
    """`looks` are the cases measured by the end of each look; one look is a fixed benchmark."""

    rule: Rule
    confidence: float
    min_accuracy: float
    looks: tuple[int, ...]


@dataclass(frozen=True)
class Measured:
    """Candidates of one stratum, and what measuring them cost in USD. `model` of a candidate is
    the number of its column."""

    candidates: tuple[Candidate, ...]
    spent: float


def measure(stratum: Stratum, order: Ints, pool: Sequence[int], terms: Terms) -> Measured:
    """Look by look over the tasks in `order`, of which at least half are left to be served. Those
    that cannot win any more are not measured on."""
    found: dict[int, Candidate] = {}
    active, spent = list(pool), 0.0
    done = 0
    for end, confidence in zip(terms.looks, spend(terms.confidence, len(terms.looks)), strict=True):
        end = min(end, stratum.tasks // 2)
        spent += float(np.nansum(stratum.cost[np.ix_(order[done:end], np.array(active))]))
        done = end
        seen = judge(
            _look(stratum, order[:end], active, confidence), terms.min_accuracy, terms.rule
        )
        found |= {int(c.model): c for c in seen}
        going = going_on(seen, terms.min_accuracy)
        active = [int(name) for name in going]
        if not active:
            break
    return Measured(tuple(found.values()), spent)


def ranked(measured: Sequence[Measured], terms: Terms) -> list[list[Candidate]]:
    """The candidates of each stratum in the order of the published table."""
    scores = pooled([m.candidates for m in measured])
    return [rank(m.candidates, terms.min_accuracy, terms.rule, scores) for m in measured]


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
        cases=cases,
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
