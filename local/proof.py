"""Perform a case's reference solution, or its mistake, without a model."""

import os
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from container.fixture import files_of, lay
from container.judge import judge
from container.sandbox.kilo import NODE
from container.sandboxes import Ran
from contracts.check import Verifier
from contracts.dataset import DeciderCase, Solution, Step
from contracts.world import World
from functions.benchmark.cases.checks import passes
from functions.benchmark.cases.load import WORLDS
from functions.benchmark.cases.worlds import load_worlds

_SECONDS = 60  # chosen
_PATH = os.pathsep.join((str(NODE.parent), os.environ.get("PATH", os.defpath)))
_ENV = {**os.environ, "PATH": _PATH, "PYTHONDONTWRITEBYTECODE": "1"}


@dataclass(frozen=True)
class Workplace:
    """A case's files, laid out in an empty folder. `worlds` holds the world on which it stands."""

    case: DeciderCase
    folder: Path
    worlds: Path = WORLDS

    def __post_init__(self) -> None:
        lay(self.case.task, self.world, self.folder)

    @property
    def world(self) -> World | None:
        return load_worlds(self.worlds)[self.case.world.name] if self.case.world else None

    def solve(self, solution: Solution | None = None) -> str:
        """Perform a solution, else that of reference, and return its answer."""
        done = solution or self.case.solution
        return done.answer.replace("{output}", self.act(done.steps))

    def act(self, steps: Iterable[Step]) -> str:
        """Perform the steps and return what the last one printed."""
        output = ""
        for step in steps:
            args = {k: str(v).replace("{cwd}", str(self.folder)) for k, v in step.args.items()}
            output = _carry_out(step.tool, args, self.folder)
        return output.strip()

    @property
    def given(self) -> dict[str, str]:
        """The files as the case gave them, by path."""
        return files_of(self.case.task, self.world)

    def passes(self, answer: str) -> bool:
        """Return whether an answer passes, with the files as they are now."""
        check = self.case.check
        if isinstance(check, Verifier):
            return judge(check.script, Hands(self.folder), None, self.given).passed is True
        return passes(check, answer)


@dataclass(frozen=True)
class Hands:
    """The sandbox of a verifier, without isolation: only for files of the dataset."""

    folder: Path

    def run(self, command: list[str], *, stdin: bytes, seconds: float, most: int) -> Ran:
        try:
            done = subprocess.run(
                command,
                cwd=self.folder,
                input=stdin,
                capture_output=True,
                timeout=seconds,
                env=_ENV,
            )
        except subprocess.TimeoutExpired:
            return Ran(-9, "", "", timed_out=True, cut=False)
        output, errors = (p[:most].decode(errors="replace") for p in (done.stdout, done.stderr))
        return Ran(done.returncode, output, errors, timed_out=False, cut=False)


def computed(program: str, folder: Path) -> str:
    """Return what a case's `compute` program prints."""
    return _python(program, folder).stdout.strip()


def _python(program: str, folder: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        ["python3", "-"],
        input=program,
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=_SECONDS,
        env=_ENV,
    )


def _carry_out(tool: str, args: dict[str, Any], folder: Path) -> str:
    if tool == "bash":
        command = ["bash", "-c", args["command"]]
        done = subprocess.run(
            command, cwd=folder, capture_output=True, text=True, timeout=_SECONDS, env=_ENV
        )
        return done.stdout + done.stderr
    path = Path(args.get("filePath") or args["path"])
    if tool == "write":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(args["content"])
    elif tool == "edit":
        text = path.read_text()
        if text.count(args["oldString"]) != 1:
            raise ValueError(f"{path.name}: oldString does not occur exactly once")
        path.write_text(text.replace(args["oldString"], args["newString"]))
    return path.read_text() if tool == "read" else ""
