"""Which cases a run measures, when its config asks for fewer than there are."""

from collections import defaultdict
from collections.abc import Hashable, Sequence
from typing import TypeVar

from contracts.config import Config
from contracts.dataset import ClassifierCase, DeciderCase
from contracts.tier import TIERS

Case = TypeVar("Case", DeciderCase, ClassifierCase)


def deciders(cases: Sequence[DeciderCase], config: Config) -> list[DeciderCase]:
    """The first of each tier, taken in turn from the task types. Always the same ones."""
    return [
        case
        for tier in TIERS
        for case in _spread([c for c in cases if c.tier is tier])[: config.cases_per_tier]
    ]


def classifiers(cases: Sequence[ClassifierCase], config: Config) -> list[ClassifierCase]:
    return _spread(cases)[: config.classifier_cases]


def _spread(cases: Sequence[Case]) -> list[Case]:
    """Round by round, one of each (task type, subtype) pair."""
    seen: dict[Hashable, int] = defaultdict(int)
    rounds: list[tuple[int, Case]] = []
    for case in cases:
        labels = case if isinstance(case, DeciderCase) else case.expected
        pair = (labels.task_type, labels.subtask_type)
        rounds.append((seen[pair], case))
        seen[pair] += 1
    return [case for _, case in sorted(rounds, key=lambda r: r[0])]
