"""A classifier is as accurate as the tiers that it gives, or as its labels, as the bar says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.classification import Classification, Labels
from contracts.failure import FailureCause
from contracts.result import CaseResult
from contracts.run import RunKind
from contracts.taxonomy import Level
from contracts.tier import TIERS
from functions.benchmark.grade.label_score import score
from functions.publish.classified import confusion, of_classifier
from tests.samples import FOUND, result, run

EASY = FOUND.labels
WIRE = EASY.wire()
HARD = Labels.from_wire({**WIRE, "reasoningComplexity": "high", "contextComplexity": "large"})
RISKY = Labels.from_wire({**WIRE, "riskLevel": Level.HIGH})
ELSEWHERE = Labels.from_wire(
    {**WIRE, "taskType": "planning_design", "subtaskType": "system_design", "requiresTools": False}
)


def with_labels(labels: Labels) -> Classification:
    return Classification.from_wire({**labels.wire(), "confidence": 0.5})


def row(number: int, expected: Labels, answered: Labels | None) -> CaseResult:
    found = result(run(RunKind.CLASSIFIER), f"case-{number}", "c/one", tier=None)
    points = score(expected, with_labels(answered)) if answered else 0.0
    cause = None if answered else FailureCause.UNREADABLE_ANSWER
    changes = {"expected": expected, "answered": answered, "score": points, "cause": cause}
    return found.model_copy(update=changes)


@pytest.mark.parametrize(
    ("answered", "bar", "granularity", "accuracy"),
    [
        (EASY, "tier", "tier", 1.0),
        (ELSEWHERE, "tier", "tier", 1.0),
        (ELSEWHERE, "tier", "route", 0.0),
        (RISKY, "tier", "route", 1.0),
        (HARD, "tier", "tier", 0.0),
        (None, "tier", "tier", 0.0),
        (ELSEWHERE, "score", "tier", 0.55),
        (HARD, "score", "tier", 0.65),
    ],
)
def test_what_is_right(
    answered: Labels | None, bar: str, granularity: str, accuracy: float
) -> None:
    started = run(RunKind.CLASSIFIER, classifierBar=bar, granularity=granularity)
    found = of_classifier(started, "c/one", [row(0, EASY, answered)])
    assert found.accuracy == accuracy
    assert found.confusion == {f"low>{answered.tier if answered else 'none'}": 1}


def test_the_mean_score_is_told_beside_the_tiers() -> None:
    rows = [row(0, EASY, EASY), row(1, EASY, ELSEWHERE), row(2, HARD, None)]
    found = of_classifier(run(RunKind.CLASSIFIER), "c/one", rows)
    assert (found.accuracy, found.passes, found.cases) == (0.6667, 2, 3)
    assert found.label_score == pytest.approx((1 + 0.55 + 0) / 3, abs=1e-4)
    assert found.confusion == {"low>low": 2, "high>none": 1}


@given(st.lists(st.tuples(st.sampled_from([EASY, HARD]), st.sampled_from([EASY, HARD, None]))))
def test_the_confusion_counts_each_graded_result_once(
    pairs: list[tuple[Labels, Labels | None]],
) -> None:
    rows = [row(n, *pair) for n, pair in enumerate(pairs)]
    found = confusion(rows)
    assert sum(found.values()) == len(rows)
    right = sum(found.get(f"{tier}>{tier}", 0) for tier in TIERS)
    assert right == sum(expected is answered for expected, answered in pairs)
    assert {key.split(">")[0] for key in found} <= set(TIERS)
