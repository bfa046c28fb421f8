"""Reads the cases of this repository, and checks each."""

import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar, cast

from pydantic import ValidationError

from contracts.check import Regex, Verifier
from contracts.dataset import ClassifierCase, DeciderCase
from contracts.digest import digest_of
from contracts.errors import DatasetError
from contracts.problems import problems
from functions.benchmark.cases.checks import compile_regex, passes
from functions.benchmark.cases.conversations import case_of, load_conversations
from functions.benchmark.cases.worlds import world_rows

DATASETS = Path(__file__).resolve().parents[3] / "datasets"
WORLDS = DATASETS / "worlds"
Case = TypeVar("Case", DeciderCase, ClassifierCase)
Row = tuple[str, dict[str, Any]]


def load_deciders(
    folder: Path = DATASETS / "decider", worlds: Path | None = WORLDS
) -> tuple[DeciderCase, ...]:
    """Return all decider cases, by file and place, and then those that stand on worlds. Raises
    DatasetError with a line for each problem.
    """
    return _load(DeciderCase, folder, world_rows(worlds) if worlds else ())


def load_classifiers(folder: Path = DATASETS / "classifier") -> tuple[ClassifierCase, ...]:
    """Return all classifier cases, by file and place, and then the conversations. Raises
    DatasetError with a line for each problem.
    """
    cases = _load(ClassifierCase, folder)
    conversations = tuple(map(case_of, load_conversations(folder)))
    faults = [f"{c.case_id}: {fault}" for c in conversations for fault in case_faults(c)]
    places = Counter(case.case_id for case in (*cases, *conversations))
    faults += [f"{name}: caseId: used {n} times" for name, n in places.items() if n > 1]
    if faults:
        raise DatasetError("\n".join(faults))
    return (*cases, *conversations)


def dataset_digest(cases: Iterable[DeciderCase] | Iterable[ClassifierCase]) -> str:
    """Return the digest of a set of cases, whatever their order: 16 hex digits."""
    return digest_of(sorted(map(_told, cases)))


def _told(case: DeciderCase | ClassifierCase) -> list[str]:
    """Return what tells a case from others. A case that was moved keeps its digest, but a run with
    it in another tier is another run.
    """
    moved = [case.tier.value] if isinstance(case, DeciderCase) and case.given_tier else []
    return [case.case_id, case.digest, *moved]


def _load(kind: type[Case], folder: Path, further: Sequence[Row] = ()) -> tuple[Case, ...]:
    cases: list[Case] = []
    wrong: list[str] = []
    places: dict[str, list[str]] = {}
    paths = sorted(folder.glob("*.toml"))
    plain: list[Row] = [(path.name, row) for path in paths for row in _rows(path, wrong)]
    for name, row in (*plain, *further):
        found = _read(kind, name, row)
        if isinstance(found, list):
            wrong += found
        else:
            cases.append(found)
        if "caseId" in row:
            places.setdefault(str(row["caseId"]), []).append(name)
    wrong += _twice(places)
    if wrong or not cases:
        raise DatasetError("\n".join(wrong) or f"{folder}: no cases in any *.toml")
    return tuple(cases)


def _rows(path: Path, wrong: list[str]) -> list[dict[str, Any]]:
    """Return the cases of a file; none when it cannot be read, with the reason in `wrong`."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        wrong.append(f"{path.name}: not TOML: {error}")
        return []
    rows = content.get("case")
    if set(content) != {"case"} or not _is_tables(rows):
        wrong.append(f"{path.name}: case: the file must hold [[case]] tables only")
        return []
    return cast(list[dict[str, Any]], rows)


def _is_tables(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(row, dict) for row in value)


def _read(kind: type[Case], file: str, row: dict[str, Any]) -> Case | list[str]:
    name = f"{file}: {row.get('caseId', '(no caseId)')}"
    try:
        case = kind.from_wire(row)
    except ValidationError as error:
        return [f"{name}: {problem}" for problem in problems(error)]
    found = list(case_faults(case))
    return [f"{name}: {fault}" for fault in found] if found else case


def case_faults(case: DeciderCase | ClassifierCase) -> Iterator[str]:
    """Yield what is wrong with a case, field and remedy first."""
    labels = case if isinstance(case, DeciderCase) else case.expected
    prefix = f"{labels.task_type}-{labels.subtask_type}-".replace("_", "-")
    if not case.case_id.startswith(prefix):
        yield f"caseId: must start with {prefix}"
    if isinstance(case, DeciderCase):
        if case.part or case.given_tier:
            yield "part, givenTier: a deployment sets them; leave them out"
        yield from _check_faults(case)


def _check_faults(case: DeciderCase) -> Iterator[str]:
    if isinstance(case.check, Regex):
        try:
            compile_regex(case.check)
        except Exception as error:
            yield f"check.pattern: not RE2: {error}"
            return
    if isinstance(case.check, Verifier):
        if not case.wrong_steps:
            yield "wrongSteps: required, because a verifier judges files"
        return
    if passes(case.check, case.wrong_answer):
        yield "wrongAnswer: must fail the check, but passes it"
    if "{output}" not in case.solution.answer and not passes(case.check, case.solution.answer):
        yield "solution.answer: must pass the check, but fails it"


def _twice(places: dict[str, list[str]]) -> list[str]:
    return [
        f"{', '.join(dict.fromkeys(files))}: {case_id}: caseId: used {len(files)} times"
        for case_id, files in places.items()
        if len(files) > 1
    ]
