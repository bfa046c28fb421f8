"""Item analysis: which cases of a run separate its candidates, and which do not."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from statistics import fmean

from contracts.item import Finding, Item
from contracts.result import CaseResult
from contracts.statistics import correlation_bounds, wilson
from contracts.tier import Tier

CONFIDENCE = 0.9  # chosen, of each one-sided bound
Means = Mapping[str, Mapping[str, float]]  # by case and candidate, over repetitions


def items(results: Iterable[CaseResult]) -> list[Item]:
    """Return the analysis of each graded case, by case id."""
    graded = [result for result in results if result.graded]
    scores: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for result in graded:
        scores[result.case_id][result.candidate].append(result.score)
    means = {case: {c: fmean(found) for c, found in own.items()} for case, own in scores.items()}
    unsteady = {case for case, own in scores.items() if any(len(set(s)) > 1 for s in own.values())}
    run = _Run(means, {result.case_id: result.tier for result in graded}, unsteady)
    return [run.item(case_id) for case_id in sorted(means)]


@dataclass(frozen=True)
class _Run:
    means: Means
    tiers: Mapping[str, Tier | None]
    unsteady: Collection[str]

    def item(self, case_id: str) -> Item:
        means, tier = self.means[case_id], self.tiers[case_id]
        rate = fmean(means.values())
        lower, upper = wilson(rate * len(means), len(means), CONFIDENCE)
        found = correlation_bounds([*self._beside_the_rest(case_id, means)], CONFIDENCE)
        value, below, above = found or (None, None, None)
        return Item(
            case_id=case_id,
            tier=tier,
            candidates=len(means),
            solve_rate=rate,
            lower=lower,
            upper=upper,
            discrimination=value,
            discrimination_lower=below,
            discrimination_upper=above,
            finding=self._finding(means, tier, above),
            unsteady=case_id in self.unsteady,
        )

    def _beside_the_rest(
        self, case_id: str, means: Mapping[str, float]
    ) -> Iterator[tuple[float, float]]:
        """Yield each candidate's score in the case, and its mean score in all others."""
        others = [own for other, own in self.means.items() if other != case_id]
        for candidate, mean in means.items():
            rest = [own[candidate] for own in others if candidate in own]
            if rest:
                yield mean, fmean(rest)

    def _finding(
        self, means: Mapping[str, float], tier: Tier | None, above: float | None
    ) -> Finding | None:
        if len(means) < 2:
            return None
        if min(means.values()) >= 0.5:
            return Finding.ALL_SOLVE
        if max(means.values()) < 0.5:
            return Finding.NONE_SOLVES
        if above is not None and above < 0:
            return Finding.INVERTED
        weakest = self._weakest(tier, means)
        solved = tier is Tier.HIGH and means[weakest] == 1
        return Finding.WEAKEST_SOLVES if solved else None

    def _weakest(self, tier: Tier | None, among: Iterable[str]) -> str:
        """Return the candidate with the lowest mean score in the tier."""
        cases = [own for case_id, own in self.means.items() if self.tiers[case_id] is tier]
        means = {c: fmean(own[c] for own in cases if c in own) for c in among}
        return min(means, key=lambda candidate: (means[candidate], candidate))
