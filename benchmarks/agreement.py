"""Measure how far two labellers gave the labelled requests the same labels.

    python -m benchmarks.agreement

The second labeller saw the requests and docs/labels.md, and no label of the first. Where they
differ, `datasets/labelling/disagreements.json` keeps both; the dataset has one of them.
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from contracts.classification import Labels
from functions.benchmark.cases.load import DATASETS, load_classifiers

Pairs = Sequence[tuple[str, str]]
_FILE = DATASETS / "labelling" / "disagreements.json"


def disagreements(path: Path = _FILE) -> dict[str, dict[str, list[object]]]:
    """Return, by case id and label, the first and the second value where they differ."""
    cases: dict[str, dict[str, list[object]]] = json.loads(path.read_text())["cases"]
    return cases


def agreement(pairs: Pairs) -> float:
    """Return the share of equal pairs."""
    return sum(one == two for one, two in pairs) / len(pairs)


def kappa(pairs: Pairs) -> float:
    """Return Cohen's kappa: the agreement beyond chance, as a share of what chance leaves.

    Source: Cohen 1960, "A coefficient of agreement for nominal scales", formula 1.
    """
    first, second = (Counter(side) for side in zip(*pairs, strict=True))
    chance = sum(first[value] * second[value] for value in first) / len(pairs) ** 2
    return 1.0 if chance == 1 else (agreement(pairs) - chance) / (1 - chance)


def labelled_twice() -> dict[str, Pairs]:
    """Return the first and second values of each label, and of the tier, over all cases."""
    differ = disagreements()
    both = [_both(case.expected, differ.get(case.case_id, {})) for case in load_classifiers()]
    return {name: [(str(one[name]), str(two[name])) for one, two in both] for name in both[0][0]}


def _both(decided: Labels, differ: Mapping[str, Sequence[object]]) -> list[dict[str, object]]:
    wire = json.loads(decided.wire_json())
    sides = (wire | {name: pair[side] for name, pair in differ.items()} for side in (0, 1))
    return [side | {"tier": Labels.from_wire(side).tier} for side in sides]


if __name__ == "__main__":
    for name, pairs in labelled_twice().items():
        print(f"{name:20} {agreement(pairs):.2f}  kappa {kappa(pairs):.2f}")
