"""The cases: what a model is asked, and how its answer is checked."""

from pathlib import PurePosixPath
from typing import Annotated, Self

from pydantic import Field, JsonValue, model_validator

from contracts.check import Check
from contracts.classification import ClassifierInput, Labels
from contracts.control_record import ControlRecord
from contracts.digest import digest_of
from contracts.scalars import Text
from contracts.taxonomy import TASK_OF, SubtaskType, TaskType, route_of
from contracts.tier import Tier

ANSWER_SUFFIX = (
    "Work only inside the current directory. When you are done, reply with the answer alone, "
    "in exactly the format asked for, and nothing after it."
)


class Step(ControlRecord):
    """One tool call of a reference solution; `args` may hold `{cwd}`."""

    tool: Text
    args: dict[str, JsonValue]


class Solution(ControlRecord):
    """How a capable model solves the case: tool calls, then the answer. `{output}` in `answer`
    stands for the trimmed output of the last call.
    """

    steps: tuple[Step, ...] = ()
    answer: Text


CaseId = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=100)]


class DeciderCase(ControlRecord):
    """A task that a candidate solves through the kilo CLI.

    `why_tier` says what makes it as hard as its tier, `pitfall` what a weak model gets wrong;
    `wrong_answer` is that mistake, with `wrong_steps` where files are judged. `compute` is a Python
    program that prints the answer, for cases that need no tools.
    """

    case_id: CaseId
    tier: Tier
    task_type: TaskType
    subtask_type: SubtaskType
    system_prompt: str = ""
    user_prompt: Text
    files: dict[str, str] = Field(default_factory=dict)
    check: Check
    solution: Solution
    wrong_answer: Text
    wrong_steps: tuple[Step, ...] = ()
    compute: Text | None = None
    why_tier: Text
    pitfall: Text

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        _require_pair(self.task_type, self.subtask_type)
        for name in self.files:
            path = PurePosixPath(name)
            if path.is_absolute() or ".." in path.parts:
                raise ValueError(f"files: {name!r} must be a path inside the working directory")
        return self

    @property
    def route(self) -> str:
        return route_of(self.task_type, self.subtask_type)

    @property
    def agentic(self) -> bool:
        """True when the case cannot be solved without tools."""
        return bool(self.solution.steps)

    @property
    def digest(self) -> str:
        """A digest that changes with everything that a model or a grader sees, and only then."""
        unseen = {"solution", "wrong_answer", "wrong_steps", "compute", "why_tier", "pitfall"}
        seen = self.model_dump(mode="json", by_alias=True, exclude=unseen)
        return digest_of(seen | {"suffix": ANSWER_SUFFIX})

    @property
    def task(self) -> "DeciderTask":
        return DeciderTask(
            case_id=self.case_id,
            system_prompt=self.system_prompt,
            user_prompt=f"{self.user_prompt}\n\n{ANSWER_SUFFIX}",
            files=self.files,
        )


class DeciderTask(ControlRecord):
    """The part of a DeciderCase that may reach the machine on which a model works."""

    case_id: CaseId
    system_prompt: str
    user_prompt: Text
    files: dict[str, str]


class ClassifierCase(ControlRecord):
    """A labelled request that classifier candidates classify."""

    case_id: CaseId
    input: ClassifierInput
    expected: Labels

    @property
    def digest(self) -> str:
        return digest_of(self.wire())


def _require_pair(task: TaskType, subtask: SubtaskType) -> None:
    if TASK_OF[subtask] is not task:
        raise ValueError(f"subtaskType: {subtask} belongs to {TASK_OF[subtask]}, not to {task}")
