"""Scores of candidates case by case, to compare two of them on the same cases."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import fmean

from contracts.result import CaseResult
from functions.publish.summarize import scores_of, skills_of


@dataclass(frozen=True)
class Paired:
    """The score of each case, by tier or route and model, and the skill of each case."""

    scores: Mapping[tuple[str, str], Mapping[str, float]]
    skills: Mapping[str, str]

    @classmethod
    def of(cls, results: Iterable[CaseResult]) -> "Paired":
        rows: dict[tuple[str, str], list[CaseResult]] = defaultdict(list)
        every = list(results)
        for result in every:
            for stratum in (result.tier, result.route):
                if result.graded and stratum:
                    rows[stratum, result.candidate].append(result)
        scores = {place: scores_of(found) for place, found in rows.items()}
        return cls(scores, skills_of(every))

    def differences(self, stratum: str, model: str, other: str) -> list[float]:
        """Return the model's score less the other's, for each case that both have; of several cases
        of one skill, their mean.
        """
        mine = self.scores.get((stratum, model), {})
        theirs = self.scores.get((stratum, other), {})
        found: dict[str, list[float]] = defaultdict(list)
        for case, score in mine.items():
            if case in theirs:
                found[self.skills[case]].append(score - theirs[case])
        return [fmean(of) for of in found.values()]
