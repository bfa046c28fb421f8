"""The golden cases, proven one by one; and a bad case is refused by file, id and field."""

import json
from collections import Counter
from pathlib import Path

import pytest

from contracts.dataset import DeciderCase
from contracts.errors import BankError
from contracts.taxonomy import PAIRS
from contracts.tier import TIERS
from functions.benchmark.bank import DATASETS, dataset_digest, load_classifiers, load_deciders
from functions.benchmark.grade import passes
from local.proof import Workplace, computed

DECIDERS, CLASSIFIERS = load_deciders(), load_classifiers()
CANARY = "auto-routing-canary-7d1f0c52-2b9e-4c1e-9a63-5f0a1c8e4b77"


def place(case: DeciderCase, folder: Path) -> Workplace:
    folder.mkdir()
    return Workplace(case, folder)


@pytest.mark.parametrize("case", DECIDERS, ids=lambda case: case.case_id)
def test_the_solution_passes_and_the_mistake_fails(case: DeciderCase, tmp_path: Path) -> None:
    solved, mistaken = place(case, tmp_path / "solved"), place(case, tmp_path / "mistaken")
    untouched = place(case, tmp_path / "untouched")
    assert solved.passes(solved.solve())
    mistaken.act(case.wrong_steps)
    assert not mistaken.passes(case.wrong_answer)
    for text in ("", case.user_prompt, case.task.user_prompt):
        assert not untouched.passes(text)
    if case.compute:
        assert untouched.passes(computed(case.compute, tmp_path))


def test_no_answer_of_a_case_passes_another_case() -> None:
    answers = [(case, right(case)) for case in DECIDERS]
    hits = [
        (case.case_id, other.case_id)
        for case in DECIDERS
        for other, answer in answers
        if other is not case and other.check.kind == case.check.kind
        if passes(case.check, answer)
    ]
    assert hits == []


def right(case: DeciderCase) -> str:
    """The right answer as text, also where a tool prints it."""
    answer, value = case.solution.answer, getattr(case.check, "value", None)
    if "{output}" not in answer or value is None:
        return answer
    return value if isinstance(value, str) else json.dumps(value)


def test_every_pair_and_tier_is_covered() -> None:
    for cases in (
        Counter((c.task_type, c.subtask_type) for c in DECIDERS),
        Counter((c.expected.task_type, c.expected.subtask_type) for c in CLASSIFIERS),
    ):
        assert set(cases) == set(PAIRS)
        assert min(cases.values()) >= 2
    tiers = Counter(case.tier for case in DECIDERS)
    assert min(tiers[tier] for tier in TIERS) >= 12
    assert len({case.check.kind for case in DECIDERS}) == 5
    assert sum(case.agentic for case in DECIDERS) >= 6


def test_every_file_carries_the_canary() -> None:
    files = [*DATASETS.glob("*/*.toml"), DATASETS / "README.md"]
    assert len(files) == 18 + 6 + 1
    assert all(CANARY in file.read_text() for file in files)


def test_the_identity_of_a_set_ignores_order_and_notices_every_letter() -> None:
    first, *rest = DECIDERS
    changed = first.model_copy(update={"user_prompt": first.user_prompt + "."})
    noted = first.model_copy(update={"why_tier": "another reason"})
    assert dataset_digest([*rest, first]) == dataset_digest([noted, *rest])
    assert dataset_digest([changed, *rest]) != dataset_digest(DECIDERS)


GOOD = """
[[case]]
caseId = "debugging-bug-fixing-x"
tier = "low"
taskType = "debugging"
subtaskType = "bug_fixing"
userPrompt = "?"
whyTier = "-"
pitfall = "-"
wrongAnswer = "41"
check = { kind = "exact", value = "42" }
solution = { answer = "42" }
"""


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("[[case]]", "[[case]", "bank.toml: not TOML"),
        ("[[case]]", "[[cases]]", "bank.toml: case: "),
        ('tier = "low"', 'tier = "hard"', "debugging-bug-fixing-x: tier: "),
        ('tier = "low"', "", "debugging-bug-fixing-x: tier: Field required"),
        ('tier = "low"', 'tier = "low"\nmore = 1', "debugging-bug-fixing-x: more: "),
        ("bug_fixing", "migration", "migration belongs to refactoring"),
        ("debugging-bug-fixing-x", "x", "x: caseId: must start with debugging-bug-fixing-"),
        ('value = "42"', 'value = "41"', "wrongAnswer: passes the check"),
        ('answer = "42"', 'answer = "43"', "solution.answer: fails the check"),
        ('"exact", value = "42"', '"regex", pattern = "(?=4)"', "check.pattern: not RE2"),
        ('userPrompt = "?"', 'userPrompt = "?"\nfiles = { "../x" = "" }', "'../x' must be a path"),
        ("[[case]]", f"{GOOD}\n[[case]]", "debugging-bug-fixing-x: caseId: used 2 times"),
    ],
)
def test_a_bad_case_is_refused_by_file_id_and_field(
    tmp_path: Path, old: str, new: str, told: str
) -> None:
    (tmp_path / "bank.toml").write_text(GOOD.replace(old, new, 1))
    with pytest.raises(BankError) as refused:
        load_deciders(tmp_path)
    assert told in str(refused.value)


def test_an_empty_bank_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BankError, match="no cases"):
        load_classifiers(tmp_path)
