"""Deals the cases into folds, so that no table is judged on the cases that chose it."""

from collections import defaultdict
from collections.abc import Sequence
from hashlib import sha256

from contracts.tier import TIERS, Tier
from functions.evaluate.subjects import Subject

# chosen: a table of 19 of 20 parts is close to the one of all, and takes few builds.
MOST_FOLDS = 20


def deal(subjects: Sequence[Subject], most: int = MOST_FOLDS) -> list[list[Subject]]:
    """Return the folds, at most `most`. The groups of each tier are dealt in the order of the hash
    of their names, so that each fold has its part of each tier, and the same cases give the same
    folds in any order. There are no more folds than groups in the smallest tier, and none with an
    empty tier.
    """
    by_tier = _groups(subjects)
    count = min(most, *(len(by_tier[tier]) for tier in TIERS))
    place = (
        {name: n % count for tier in TIERS for n, name in enumerate(by_tier[tier])} if count else {}
    )
    folds: list[list[Subject]] = [[] for _ in range(count)]
    for subject in subjects if count else ():
        folds[place[subject.group]].append(subject)
    return folds


def sizes(subjects: Sequence[Subject]) -> dict[Tier, int]:
    """Return the number of groups in each tier."""
    return {tier: len(names) for tier, names in _groups(subjects).items()}


def _groups(subjects: Sequence[Subject]) -> dict[Tier, list[str]]:
    """Return the names of the groups by tier; one with cases of several is in the lowest."""
    tiers: dict[str, set[Tier]] = defaultdict(set)
    for subject in subjects:
        tiers[subject.group].add(subject.tier)
    found: dict[Tier, list[str]] = {tier: [] for tier in TIERS}
    for name in sorted(tiers, key=lambda name: sha256(name.encode()).digest()):
        found[min(tiers[name], key=TIERS.index)].append(name)
    return found
