"""The cases with their outcomes, and what the classifier says of them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from contracts.result import CaseResult
from contracts.tier import Tier


@dataclass(frozen=True)
class Outcome:
    """What a model achieved on a case: the mean score and the mean USD over its repetitions. The
    cost is None as soon as that of one repetition is unknown.
    """

    score: float
    cost_usd: float | None


@dataclass(frozen=True)
class Derived:
    """What the classifier says of a case, and the USD of its calls. The tier is None without a
    usable answer, the cost None when it is unknown.
    """

    tier: Tier | None
    route: str | None
    cost_usd: float | None


@dataclass(frozen=True)
class Subject:
    """A case. `group` is its skill, or the case's id without one: cases of a skill are not
    independent. `outcomes` are by model; a model without a grade is left out. `derived` is None
    while the case is not classified.
    """

    case_id: str
    group: str
    tier: Tier
    route: str | None
    outcomes: Mapping[str, Outcome]
    derived: Derived | None


def subjects_of(results: Iterable[CaseResult], derived: Mapping[str, Derived]) -> list[Subject]:
    """Return the subjects of a decider run, by case id, grouped by skill. `derived` is by case
    id.
    """
    rows: dict[tuple[str, Tier], list[CaseResult]] = defaultdict(list)
    for result in results:
        if result.tier is not None:
            rows[result.case_id, result.tier].append(result)
    return [
        Subject(
            case_id,
            mine[0].skill or case_id,
            tier,
            mine[0].route,
            _outcomes(mine),
            derived.get(case_id),
        )
        for (case_id, tier), mine in sorted(rows.items())
    ]


def _outcomes(rows: Iterable[CaseResult]) -> dict[str, Outcome]:
    found: dict[str, list[CaseResult]] = defaultdict(list)
    for row in rows:
        if row.graded:
            found[row.candidate].append(row)
    return {model: _outcome(mine) for model, mine in sorted(found.items())}


def _outcome(rows: Sequence[CaseResult]) -> Outcome:
    costs = [row.cost_usd for row in rows if row.cost_usd is not None]
    whole = len(costs) == len(rows)
    return Outcome(fmean(row.score for row in rows), fmean(costs) if whole else None)
