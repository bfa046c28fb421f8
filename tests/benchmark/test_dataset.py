"""Each case of the dataset is proven; and a bad case is refused by file, id and field."""

from pathlib import Path

import pytest

from contracts.dataset import DeciderCase
from contracts.errors import DatasetError
from functions.benchmark.cases.load import DATASETS, dataset_digest, load_classifiers, load_deciders
from functions.benchmark.cases.rules import dataset_faults
from local.proof import Workplace, computed

DECIDERS, CLASSIFIERS = load_deciders(), load_classifiers()
CANARY = "auto-routing-canary-7d1f0c52-2b9e-4c1e-9a63-5f0a1c8e4b77"


def place(case: DeciderCase, folder: Path) -> Workplace:
    folder.mkdir()
    return Workplace(case, folder)


PLAIN = [case for case in DECIDERS if case.world is None]


@pytest.mark.parametrize("case", PLAIN, ids=lambda case: case.case_id)
def test_the_solution_passes_and_the_mistake_fails(case: DeciderCase, tmp_path: Path) -> None:
    solved, mistaken = place(case, tmp_path / "solved"), place(case, tmp_path / "mistaken")
    untouched = place(case, tmp_path / "untouched")
    assert solved.passes(solved.solve())
    mistaken.act(case.wrong_steps)
    assert not mistaken.passes(case.wrong_answer)
    texts = ("", case.user_prompt, case.task.prompts[0])
    for text in texts[:1] if case.check.kind == "verifier" else texts:
        assert not untouched.passes(text)
    if case.compute:
        assert untouched.passes(computed(case.compute, tmp_path))


def test_the_bank_is_covered_balanced_harmless_and_without_doubles() -> None:
    assert list(dataset_faults(DECIDERS, CLASSIFIERS)) == []
    assert len({case.check.kind for case in DECIDERS}) == 5


def test_every_rule_of_the_bank_can_be_broken() -> None:
    first, second, *rest = DECIDERS
    twin = second.model_copy(update={"user_prompt": f"{first.user_prompt} Please."})
    echo = second.model_copy(
        update={"check": first.check, "solution": first.solution, "case_id": "echo"}
    )
    risky = first.model_copy(update={"user_prompt": "sudo make me a sandwich"})
    told = "\n".join(
        [
            *dataset_faults([first, twin, *rest], CLASSIFIERS),
            *dataset_faults([risky, *rest[:20]], CLASSIFIERS[:9]),
            *dataset_faults([first, echo] if first.check.kind != "verifier" else rest, CLASSIFIERS),
        ]
    )
    for broken in (
        "nearly the same prompt",
        "'sudo'",
        "tasks need tools",
        "at least 10 tasks and 8 requests are needed",
    ):
        assert broken in told


def test_every_file_carries_the_canary() -> None:
    cases = [f for kind in ("decider", "classifier") for f in DATASETS.glob(f"{kind}/*.toml")]
    files = [*cases, DATASETS / "README.md"]
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
        ("[[case]]", "more = 1\n[[case]]", "bank.toml: case: "),
        ('tier = "low"', 'tier = "hard"', "debugging-bug-fixing-x: tier: "),
        ('tier = "low"', "", "debugging-bug-fixing-x: tier: Field required"),
        ('tier = "low"', 'tier = "low"\nmore = 1', "debugging-bug-fixing-x: more: "),
        ("bug_fixing", "migration", "migration belongs to refactoring"),
        ("debugging-bug-fixing-x", "x", "x: caseId: must start with debugging-bug-fixing-"),
        ('value = "42"', 'value = "41"', "wrongAnswer: must fail the check"),
        ('answer = "42"', 'answer = "43"', "solution.answer: must pass the check"),
        ('"exact", value = "42"', '"regex", pattern = "(?=4)"', "check.pattern: not RE2"),
        ('"exact", value = "42"', '"contains_all", values = ["4"]', "wrongAnswer: must fail"),
        ('"exact", value = "42"', '"json_equal", value = 41', "solution.answer: must pass"),
        (
            '"exact", value = "42"',
            '"verifier", script = "1"',
            "wrongSteps: required",
        ),
        ('userPrompt = "?"', 'userPrompt = "?"\nfiles = { "../x" = "" }', "'../x' must be a path"),
        ("[[case]]", f"{GOOD}\n[[case]]", "debugging-bug-fixing-x: caseId: used 2 times"),
    ],
)
def test_a_bad_case_is_refused_by_file_id_and_field(
    tmp_path: Path, old: str, new: str, told: str
) -> None:
    (tmp_path / "bank.toml").write_text(GOOD.replace(old, new, 1))
    with pytest.raises(DatasetError) as refused:
        load_deciders(tmp_path)
    assert told in str(refused.value)


def test_an_empty_bank_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="no cases"):
        load_classifiers(tmp_path)
