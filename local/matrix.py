"""The matrix of a case: which right, wrong and hostile work its check accepts."""

import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from contracts.check import Verifier
from contracts.dataset import DeciderCase, Solution, Step
from functions.benchmark.cases.load import WORLDS
from local.proof import Workplace, computed

_EXITS = {
    ".py": "import os\n\nos._exit(0)\n",
    ".sh": "exit 0\n",
    **dict.fromkeys((".js", ".mjs", ".cjs", ".ts", ".mts"), "process.exit(0);\n"),
}


@dataclass(frozen=True)
class Trial:
    """One piece of work: whether it has to pass, whether it does, and the seconds it took."""

    name: str
    wanted: bool
    passed: bool
    seconds: float


@dataclass(frozen=True)
class _Work:
    """What is done in the folder of a case, and the answer that it ends with."""

    name: str
    wanted: bool
    do: Callable[[Workplace], str]


def matrix(case: DeciderCase, worlds: Path = WORLDS) -> Iterator[Trial]:
    """Yield each trial of a case: its solutions, its mistakes, the untouched folder, an empty one,
    and files that end the process or are emptied where the solution has work. Raises what a step
    raises. `worlds` holds the world on which the case stands.
    """
    for work in _works(case):
        with tempfile.TemporaryDirectory() as name:
            place, began = Workplace(case, Path(name), worlds), time.monotonic()
            passed = place.passes(work.do(place))
            yield Trial(work.name, work.wanted, passed, time.monotonic() - began)


def faults(case: DeciderCase, worlds: Path = WORLDS) -> Iterator[str]:
    """Yield a line for each trial that ends otherwise than it has to."""
    for trial in matrix(case, worlds):
        if trial.passed is not trial.wanted:
            must, does = ("pass", "fails") if trial.wanted else ("fail", "passes")
            yield f"{case.case_id}: {trial.name}: must {must} the check, but {does} it"


def _works(case: DeciderCase) -> Iterator[_Work]:
    yield _Work("solution", True, lambda place: place.solve())
    for number, other in enumerate(case.alternatives, 1):
        yield _Work(f"alternatives {number}", True, _solving(other))
    if case.compute:
        yield _Work("compute", True, lambda place: computed(case.compute or "", place.folder))
    yield _Work("wrongAnswer", False, _acting(case.wrong_steps, case.wrong_answer))
    for number, mistake in enumerate(case.mistakes, 1):
        yield _Work(f"mistakes {number}", False, _acting(mistake.steps, mistake.answer))
    if isinstance(case.check, Verifier):
        yield from _hostile(case)
    else:
        yield _Work("no answer", False, lambda _: "")
        yield _Work("the prompt as answer", False, lambda _: case.user_prompt)


def _hostile(case: DeciderCase) -> Iterator[_Work]:
    answer = case.solution.answer
    yield _Work("untouched folder", False, lambda _: answer)
    yield _Work("empty folder", False, _emptied)
    yield _Work("work that ends the process", False, lambda p: _spoiled(p, exits=True))
    yield _Work("work that is emptied", False, lambda p: _spoiled(p, exits=False))


def _solving(solution: Solution) -> Callable[[Workplace], str]:
    return lambda place: place.solve(solution)


def _acting(steps: tuple[Step, ...], answer: str) -> Callable[[Workplace], str]:
    def act(place: Workplace) -> str:
        return answer.replace("{output}", place.act(steps))

    return act


def _emptied(place: Workplace) -> str:
    for path in place.folder.rglob("*"):
        if path.is_file():
            path.unlink()
    return ""


def _spoiled(place: Workplace, *, exits: bool) -> str:
    """Solve the case, then replace each file that the solution has changed or made."""
    answer, given = place.solve(), place.given
    for path in _files(place.folder):
        name = str(path.relative_to(place.folder))
        if given.get(name) != path.read_text(encoding="utf-8", errors="replace"):
            path.write_text(_EXITS.get(path.suffix, "") if exits else "")
    return answer


def _files(folder: Path) -> list[Path]:
    found = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return [path for path in found if ".git" not in path.parts]
