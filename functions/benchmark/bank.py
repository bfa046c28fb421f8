"""The golden cases of this repository, read and proven well-formed."""

import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from contracts.dataset import ClassifierCase, DeciderCase, Regex, digest_of
from contracts.errors import BankError
from contracts.problems import problems
from functions.benchmark.grade import compile_regex, passes

DATASETS = Path(__file__).resolve().parents[2] / "datasets"
Case = TypeVar("Case", DeciderCase, ClassifierCase)


def load_deciders(folder: Path = DATASETS / "decider") -> tuple[DeciderCase, ...]:
    """All decider cases, by file and place. Raises BankError with a line for each problem."""
    return _load(DeciderCase, folder)


def load_classifiers(folder: Path = DATASETS / "classifier") -> tuple[ClassifierCase, ...]:
    """All classifier cases, by file and place. Raises BankError with a line for each problem."""
    return _load(ClassifierCase, folder)


def dataset_digest(cases: Iterable[DeciderCase] | Iterable[ClassifierCase]) -> str:
    """The identity of a set of cases, whatever their order: 16 hex digits."""
    return digest_of(sorted([case.case_id, case.digest] for case in cases))


def _load(kind: type[Case], folder: Path) -> tuple[Case, ...]:
    cases: list[Case] = []
    wrong: list[str] = []
    for path in sorted(folder.glob("*.toml")):
        for row in _rows(path):
            found = _read(kind, path.name, row)
            if isinstance(found, list):
                wrong += found
            else:
                cases.append(found)
    wrong += _twice(cases)
    if wrong or not cases:
        raise BankError("\n".join(wrong) or f"{folder}: no cases in any *.toml")
    return tuple(cases)


def _rows(path: Path) -> list[dict[str, Any]]:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BankError(f"{path.name}: not TOML: {error}") from error
    if set(content) != {"case"} or not isinstance(content["case"], list):
        raise BankError(f"{path.name}: case: [[case]] tables and nothing else are expected")
    return content["case"]


def _read(kind: type[Case], file: str, row: dict[str, Any]) -> Case | list[str]:
    name = f"{file}: {row.get('caseId', '(no caseId)')}"
    try:
        case = kind.from_wire(row)
    except ValidationError as error:
        return [f"{name}: {problem}" for problem in problems(error)]
    found = list(_faults(case))
    return [f"{name}: {fault}" for fault in found] if found else case


def _faults(case: DeciderCase | ClassifierCase) -> Iterator[str]:
    labels = case if isinstance(case, DeciderCase) else case.expected
    prefix = f"{labels.task_type}-{labels.subtask_type}-".replace("_", "-")
    if not case.case_id.startswith(prefix):
        yield f"caseId: must start with {prefix}"
    if isinstance(case, DeciderCase):
        yield from _check_faults(case)


def _check_faults(case: DeciderCase) -> Iterator[str]:
    if isinstance(case.check, Regex):
        try:
            compile_regex(case.check)
        except Exception as error:
            yield f"check.pattern: not RE2: {error}"
            return
    if passes(case.check, case.wrong_answer):
        yield "wrongAnswer: passes the check"
    if "{output}" not in case.solution.answer and not passes(case.check, case.solution.answer):
        yield "solution.answer: fails the check"


def _twice(cases: Iterable[DeciderCase | ClassifierCase]) -> list[str]:
    times = Counter(case.case_id for case in cases)
    return [f"{case_id}: caseId: used {n} times" for case_id, n in times.items() if n > 1]
