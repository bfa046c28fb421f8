"""All faults in a dataset of several files are reported at once."""

from pathlib import Path

import pytest

from contracts.errors import DatasetError
from functions.benchmark.cases.load import load_deciders
from tests.benchmark.test_dataset import GOOD


def told(folder: Path, **files: str) -> list[str]:
    for name, text in files.items():
        (folder / f"{name}.toml").write_text(text)
    with pytest.raises(DatasetError) as refused:
        load_deciders(folder)
    return str(refused.value).splitlines()


def test_a_case_id_used_in_two_files_names_both(tmp_path: Path) -> None:
    assert told(tmp_path, a=GOOD, b=GOOD) == [
        "a.toml, b.toml: debugging-bug-fixing-x: caseId: used 2 times"
    ]


def test_a_second_use_is_told_although_one_of_them_is_wrong(tmp_path: Path) -> None:
    wrong = GOOD.replace('tier = "low"', 'tier = "hard"')
    first, second = told(tmp_path, a=wrong, b=GOOD)
    assert first.startswith("a.toml: debugging-bug-fixing-x: tier: ")
    assert second == "a.toml, b.toml: debugging-bug-fixing-x: caseId: used 2 times"


def test_an_unreadable_file_does_not_hide_the_problems_of_the_next(tmp_path: Path) -> None:
    first, second, third = told(
        tmp_path, a="[[case", b="case = [1, 2]", c=GOOD.replace('"41"', '"42"')
    )
    assert first.startswith("a.toml: not TOML: ")
    assert second == "b.toml: case: the file must hold [[case]] tables only"
    assert (
        third == "c.toml: debugging-bug-fixing-x: wrongAnswer: must fail the check, but passes it"
    )
