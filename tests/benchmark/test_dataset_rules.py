"""Each rule of the dataset, broken alone: no other fault is named, so no rule covers for it."""

from collections.abc import Sequence
from typing import Any

import pytest

from contracts.dataset import ClassifierCase, DeciderCase
from contracts.hot_record import replace
from contracts.taxonomy import TaskType
from contracts.tier import Tier
from functions.benchmark.cases.load import load_classifiers, load_deciders
from functions.benchmark.cases.rules import dataset_faults

DECIDERS, CLASSIFIERS = load_deciders(), load_classifiers()
FIRST = DECIDERS[0]


def told(
    deciders: Sequence[DeciderCase] = DECIDERS, classifiers: Sequence[ClassifierCase] = CLASSIFIERS
) -> list[str]:
    return list(dataset_faults(deciders, classifiers))


def labelled(case: ClassifierCase, **changes: Any) -> ClassifierCase:
    return case.model_copy(update={"expected": replace(case.expected, **changes)})


def asked(case: ClassifierCase, **changes: Any) -> ClassifierCase:
    return case.model_copy(update={"input": replace(case.input, **changes)})


def pair(case: DeciderCase) -> tuple[str, str]:
    return (case.task_type, case.subtask_type)


def test_each_pair_needs_ten_tasks() -> None:
    mine = [c for c in DECIDERS if pair(c) == pair(FIRST)]
    kept = [c for c in DECIDERS if c not in mine[9:]]
    (fault,) = told(kept)
    assert fault.startswith(f"{'/'.join(pair(FIRST))}: 9 tasks and ")


def test_each_pair_needs_eight_requests() -> None:
    mine = [
        c for c in CLASSIFIERS if (c.expected.task_type, c.expected.subtask_type) == pair(FIRST)
    ]
    (fault,) = told(classifiers=[c for c in CLASSIFIERS if c not in mine[7:]])
    assert fault.startswith(f"{'/'.join(pair(FIRST))}: ")
    assert " and 7 requests; at least" in fault


def test_each_tier_needs_fifty_tasks() -> None:
    low = [c for c in DECIDERS if c.tier is Tier.LOW]
    raised = [c.model_copy(update={"tier": Tier.MEDIUM}) for c in low[49:]]
    rest = [c for c in DECIDERS if c.tier is not Tier.LOW]
    (fault,) = told([*low[:49], *raised, *rest])
    assert fault.startswith("tier low: 49 tasks of ")


def test_each_tier_needs_tasks_of_five_types() -> None:
    few = [*TaskType][:4]
    high = [c for c in DECIDERS if c.tier is Tier.HIGH]
    rest = [
        c.model_copy(update={"tier": Tier.LOW if c.task_type in few else Tier.MEDIUM})
        for c in DECIDERS
        if c.tier is not Tier.HIGH
    ]
    faults = told([*high, *rest])
    assert [f for f in faults if f.startswith("tier low: ") and " tasks of 4 task types" in f]


def test_ninety_tasks_need_tools() -> None:
    agentic = [c for c in DECIDERS if c.agentic]
    without = [
        c.model_copy(update={"solution": c.solution.model_copy(update={"steps": ()})})
        for c in agentic[89:]
    ]
    (fault,) = told([*agentic[:89], *without, *(c for c in DECIDERS if not c.agentic)])
    assert fault == "89 tasks need tools; at least 90 are needed"


@pytest.mark.parametrize(
    ("axis", "value", "other"),
    [
        ("context_complexity", "small", "large"),
        ("reasoning_complexity", "low", "high"),
        ("risk_level", "high", "low"),
        ("requires_tools", True, False),
    ],
)
@pytest.mark.parametrize("left", [0, 21])
def test_each_value_of_an_axis_needs_its_share(
    axis: str, value: Any, other: Any, left: int
) -> None:
    """Also a value that does not occur at all."""
    mine = [c for c in CLASSIFIERS if getattr(c.expected, axis) == value]
    kind = type(getattr(mine[0].expected, axis))
    changed = [labelled(c, **{axis: kind(other)}) for c in mine[left:]]
    rest = [c for c in CLASSIFIERS if c not in mine]
    faults = told(classifiers=[*mine[:left], *changed, *rest])
    assert (
        f"{axis} {value}: {left} of {len(CLASSIFIERS)} requests; at least 10% are needed" in faults
    )


def test_whether_tools_are_required_is_not_readable_from_whether_there_are_any() -> None:
    (fault,) = told(
        classifiers=[asked(c, has_tools=c.expected.requires_tools) for c in CLASSIFIERS]
    )
    every = len(CLASSIFIERS)
    assert fault.startswith(f"requiresTools differs from hasTools in 0 of {every} requests")


@pytest.mark.parametrize("tier", Tier)
def test_the_tier_is_not_readable_from_the_length_of_the_conversation(tier: Tier) -> None:
    faults = told(
        classifiers=[
            asked(c, message_count=10 if c.expected.tier is tier else 1) for c in CLASSIFIERS
        ]
    )
    assert [f for f in faults if f.startswith(f"tier {tier}: 100% long conversations, ")]
    assert all("long conversations" in fault for fault in faults)


def test_no_two_prompts_are_nearly_the_same() -> None:
    second = DECIDERS[1]
    twin = second.model_copy(update={"user_prompt": f"{FIRST.user_prompt} Please."})
    assert told([FIRST, twin, *DECIDERS[2:]]) == [
        f"{FIRST.case_id}, {twin.case_id}: nearly the same prompt; change or delete one"
    ]


def test_the_right_answer_of_a_case_fails_each_other_case() -> None:
    first, second = [c for c in DECIDERS if c.check.kind == "json_equal"][:2]
    echo = second.model_copy(update={"check": first.check, "solution": first.solution})
    assert told([echo if c is second else c for c in DECIDERS]) == [
        f"{first.case_id}: passes with the answer of {second.case_id}; make it stricter",
        f"{second.case_id}: passes with the answer of {first.case_id}; make it stricter",
    ]


@pytest.mark.parametrize("unsafe", ["sudo", "rm -rf /", "curl ", "wget "])
def test_no_case_reaches_outside_its_folder(unsafe: str) -> None:
    risky = FIRST.model_copy(update={"user_prompt": f"Run {unsafe}."})
    (fault,) = told([risky, *DECIDERS[1:]])
    assert fault == f"{FIRST.case_id}: {unsafe!r} reaches outside the working directory"


def test_a_folder_for_what_is_temporary_may_be_emptied() -> None:
    clean = FIRST.model_copy(update={"user_prompt": "Run rm -rf /tmp/x"})
    assert told([clean, *DECIDERS[1:]]) == []
