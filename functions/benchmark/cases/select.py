"""Selects the cases of a run, when its config asks for fewer than all."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from statistics import fmean
from typing import TypeVar

from contracts.bank import SHIPPED, SHIPPED_WEIGHT
from contracts.config import Config
from contracts.dataset import ClassifierCase, DeciderCase
from contracts.evidence import Evidence
from contracts.tier import TIERS

Case = TypeVar("Case", DeciderCase, ClassifierCase)


_EASY, _HARD = 0.8, 0.2  # chosen


def deciders(
    cases: Sequence[DeciderCase],
    config: Config,
    ease: Mapping[str, float] | None = None,
    weights: Mapping[str, float] | None = None,
) -> list[DeciderCase]:
    """Return the first cases of each tier, always the same: from its parts in proportion to
    `weights`, and of a part in turn from the task types. With looks, each beginning of a part is
    about as easy as the whole part, by `ease`, the share of right answers by case digest.
    """
    size = config.looks[-1] if config.looks else config.cases_per_tier
    found = []
    for tier in TIERS:
        parts: dict[str, list[DeciderCase]] = defaultdict(list)
        for case in (c for c in cases if c.tier is tier):
            parts[case.part or SHIPPED].append(case)
        orders = {name: _order(mine, config, ease or {}) for name, mine in parts.items()}
        found += _mixed(orders, weights or {})[:size]
    return found


def _order(
    cases: Sequence[DeciderCase], config: Config, ease: Mapping[str, float]
) -> list[DeciderCase]:
    spread = _spread(cases)
    return _balanced(spread, ease) if config.looks else spread


def _mixed(
    parts: Mapping[str, Sequence[DeciderCase]], weights: Mapping[str, float]
) -> list[DeciderCase]:
    """Return the cases of all parts, each beginning in proportion to the weights, until a part has
    no more.
    """
    return _merged(parts, {name: weights.get(name, SHIPPED_WEIGHT) for name in parts})


def ease_of(known: Iterable[Evidence]) -> dict[str, float]:
    """Return the mean score of all answers so far, by case digest."""
    scores: dict[str, list[float]] = defaultdict(list)
    for each in known:
        scores[each.result.case_digest].append(each.result.score)
    return {digest: fmean(of) for digest, of in scores.items()}


def _balanced(cases: Sequence[DeciderCase], ease: Mapping[str, float]) -> list[DeciderCase]:
    """Return the cases with easy, middling, hard and unknown ones each spread evenly."""
    kinds: dict[str, list[DeciderCase]] = defaultdict(list)
    for case in cases:
        kinds[_kind(ease.get(case.digest))].append(case)
    return _merged(kinds, {kind: len(mine) for kind, mine in kinds.items()})


def _merged(
    groups: Mapping[str, Sequence[DeciderCase]], weights: Mapping[str, float]
) -> list[DeciderCase]:
    """Return the cases of all groups, each in its order, in proportion to the weights."""
    placed = [
        ((place + 0.5) / weights[name], name, case)
        for name, mine in groups.items()
        for place, case in enumerate(mine)
    ]
    return [case for _, _, case in sorted(placed, key=lambda p: p[:2])]


def _kind(ease: float | None) -> str:
    if ease is None:
        return "unknown"
    return "easy" if ease >= _EASY else "hard" if ease <= _HARD else "middling"


def classifiers(cases: Sequence[ClassifierCase], config: Config) -> list[ClassifierCase]:
    return _spread(cases)[: config.classifier_cases]


def _spread(cases: Sequence[Case]) -> list[Case]:
    """Return the cases in rounds, each with one of each (task type, subtype) pair."""
    seen: dict[Hashable, int] = defaultdict(int)
    rounds: list[tuple[int, Case]] = []
    for case in cases:
        labels = case if isinstance(case, DeciderCase) else case.expected
        pair = (labels.task_type, labels.subtask_type)
        rounds.append((seen[pair], case))
        seen[pair] += 1
    return [case for _, case in sorted(rounds, key=lambda r: r[0])]
