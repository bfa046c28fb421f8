"""Measure the linear classifier on the requests of the dataset: `python -m benchmarks.linear`.

It has not seen them: it is trained on datasets/training alone. Prints the mean score, the accuracy
of each axis, and what is left of both when only the surest guesses are kept."""

import time
from dataclasses import dataclass
from statistics import fmean, quantiles

from contracts.classification import Labels
from functions.benchmark.cases.load import load_classifiers
from functions.benchmark.grade.label_score import WEIGHTS, score
from functions.classifier import linear, weights
from functions.classifier.linear import Guess

GATES = (0.7, 0.75, 0.8, 0.85, 0.88)
COVERAGES = (0.10, 0.25, 0.50, 0.75, 1.0)
ROUNDS = 10


@dataclass(frozen=True)
class Row:
    expected: Labels
    found: Guess

    @property
    def score(self) -> float:
        return score(self.expected, self.found.classification)

    def right(self, axis: str) -> bool:
        return bool(getattr(self.expected, axis) == getattr(self.found.classification, axis))

    @property
    def tier(self) -> bool:
        return self.expected.tier is self.found.classification.tier


def main() -> None:
    cases = load_classifiers()
    rows = [Row(case.expected, linear.guess(case.input)) for case in cases]
    print(f"{len(rows)} requests, mean score {fmean(row.score for row in rows):.3f}")
    for axis in WEIGHTS:
        print(f"  {axis:21}{fmean(row.right(axis) for row in rows):.3f}")
    print("coverage  cases  promised  score  task type  tier")
    rows.sort(key=lambda row: -row.found.expected_score)
    for share in COVERAGES:
        print(_covered(share, rows[: round(share * len(rows))]))
    print("from  cases  share  score  task type  tier")
    for least in GATES:
        print(_gated(least, [row for row in rows if row.found.expected >= least], len(rows)))
    print(_speed())


def _gated(least: float, kept: list[Row], every: int) -> str:
    """Return the row of a winner with accuracy `least`: what the linear classifier answers in its
    place."""
    if not kept:
        return f"{least:4.2f}      0"
    task, tier = fmean(row.right("task_type") for row in kept), fmean(row.tier for row in kept)
    got = fmean(row.score for row in kept)
    return f"{least:4.2f}{len(kept):7}{len(kept) / every:7.0%}{got:7.3f}{task:11.3f}{tier:6.3f}"


def _covered(share: float, best: list[Row]) -> str:
    promised = fmean(row.found.expected_score for row in best)
    task = fmean(row.right("task_type") for row in best)
    tier = fmean(row.tier for row in best)
    got = fmean(row.score for row in best)
    return f"{share:8.0%}{len(best):7}{promised:10.3f}{got:7.3f}{task:11.3f}{tier:6.3f}"


def _speed() -> str:
    weights.load.cache_clear()
    began = time.perf_counter()
    weights.load()
    loading = (time.perf_counter() - began) * 1000
    times = sorted(_timed() for _ in range(ROUNDS))
    cuts = quantiles([ms for each in times for ms in each], n=100)
    return f"ms per request: p50 {cuts[49]:.2f}, p99 {cuts[98]:.2f}; loading once {loading:.0f}"


def _timed() -> list[float]:
    found = []
    for case in load_classifiers():
        began = time.perf_counter()
        linear.guess(case.input)
        found.append((time.perf_counter() - began) * 1000)
    return found


if __name__ == "__main__":
    main()
