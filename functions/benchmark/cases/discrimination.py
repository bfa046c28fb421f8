"""Finds the cases of a run that do not tell models apart."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from contracts.result import CaseResult


@dataclass(frozen=True)
class Discrimination:
    """Case ids. `easy`: all candidates passed; `hard`: all failed; `unsteady`: repetitions of a
    candidate disagree. Results without a grade do not count.
    """

    easy: tuple[str, ...]
    hard: tuple[str, ...]
    unsteady: tuple[str, ...]


def discrimination(results: Iterable[CaseResult]) -> Discrimination:
    scores: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for result in results:
        if result.graded:
            scores[result.case_id][result.candidate].append(result.score)
    every = {case: [s for own in by.values() for s in own] for case, by in scores.items()}
    return Discrimination(
        easy=tuple(sorted(case for case, found in every.items() if min(found) >= 0.5)),
        hard=tuple(sorted(case for case, found in every.items() if max(found) < 0.5)),
        unsteady=tuple(
            sorted(c for c, by in scores.items() if any(len(set(own)) > 1 for own in by.values()))
        ),
    )
