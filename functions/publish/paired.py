"""Scores of candidates case by case, to compare two of them on the same cases."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from contracts.result import CaseResult
from functions.publish.summarize import scores_of


@dataclass(frozen=True)
class Paired:
    """The score of each case, by tier or route and model."""

    scores: Mapping[tuple[str, str], Mapping[str, float]]

    @classmethod
    def of(cls, results: Iterable[CaseResult]) -> "Paired":
        rows: dict[tuple[str, str], list[CaseResult]] = defaultdict(list)
        for result in results:
            for stratum in (result.tier, result.route):
                if result.graded and stratum:
                    rows[stratum, result.candidate].append(result)
        return cls({place: scores_of(found) for place, found in rows.items()})

    def differences(self, stratum: str, model: str, other: str) -> list[float]:
        """Return the model's score less the other's, for each case that both have."""
        mine = self.scores.get((stratum, model), {})
        theirs = self.scores.get((stratum, other), {})
        return [score - theirs[case] for case, score in mine.items() if case in theirs]
