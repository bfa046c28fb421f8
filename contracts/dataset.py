"""The cases: what a model is asked, and how its answer is checked."""

from typing import Annotated, Self

from pydantic import Field, JsonValue, NonNegativeInt, model_validator

from contracts.check import Check
from contracts.classification import ClassifierInput, Labels
from contracts.control_record import ControlRecord
from contracts.digest import digest_of
from contracts.scalars import Text
from contracts.taxonomy import (
    TASK_OF,
    ContextComplexity,
    ExecutionMode,
    Level,
    SubtaskType,
    TaskType,
    route_of,
)
from contracts.tier import Tier, points, tier_of
from contracts.world import Files, WorldState

ANSWER_SUFFIX = (
    "Work only inside the current directory. When you are done, reply with the answer alone, "
    "in exactly the format asked for, and nothing after it."
)


class Step(ControlRecord):
    """One tool call of a reference solution; `args` may hold `{cwd}`. `turn` is the number of the
    user's message that it belongs to; the first is 0.
    """

    tool: Text
    args: dict[str, JsonValue]
    turn: NonNegativeInt = 0


class Solution(ControlRecord):
    """How a capable model solves the case: tool calls, then the answer. `{output}` in `answer`
    stands for the trimmed output of the last call.
    """

    steps: tuple[Step, ...] = ()
    answer: Text


class Mistake(ControlRecord):
    """A wrong solution that a model may well give; `why` says what it overlooks."""

    steps: tuple[Step, ...] = ()
    answer: Text
    why: Text


class Axes(ControlRecord):
    """The four axes of which the tier is computed, as one labeller sees them."""

    context_complexity: ContextComplexity
    reasoning_complexity: Level
    risk_level: Level
    execution_mode: ExecutionMode

    @property
    def tier(self) -> Tier:
        return tier_of(
            points(
                self.reasoning_complexity,
                self.context_complexity,
                self.execution_mode,
                self.risk_level,
            )
        )


CaseId = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=100)]
PartName = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]


class DeciderCase(ControlRecord):
    """A task that a candidate solves through the kilo CLI.

    `turns` are the user's further messages, each sent when the one before is answered. `world`
    names the repository on which the case stands; the case's `files` then replace or join the files
    of the world. The tier is computed from the labels in `axes`; a second, blind labeller gave
    `second_axes`. `skill` names what the case measures: cases of one skill are not independent.
    `alternatives` are right solutions of another make, `mistakes` further wrong ones.

    `why_tier` says what makes it as hard as its tier, `pitfall` what a weak model gets wrong;
    `wrong_answer` is that mistake, with `wrong_steps` where files are judged. `compute` is a Python
    program that finds the answer by another way than the solution; it runs in the case's folder.

    A deployment sets two fields: `part` names the private part that the case is of, `given_tier` is
    its author's tier where an admin has moved it to another.
    """

    case_id: CaseId
    tier: Tier
    given_tier: Tier | None = None
    part: PartName | None = None
    task_type: TaskType
    subtask_type: SubtaskType
    system_prompt: str = ""
    user_prompt: Text
    turns: tuple[Text, ...] = ()
    world: WorldState | None = None
    files: Files = Field(default_factory=dict)
    check: Check
    axes: Axes | None = None
    second_axes: Axes | None = None
    skill: Text | None = None
    solution: Solution
    alternatives: tuple[Solution, ...] = ()
    wrong_answer: Text
    wrong_steps: tuple[Step, ...] = ()
    mistakes: tuple[Mistake, ...] = ()
    compute: Text | None = None
    why_tier: Text
    pitfall: Text

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        _require_pair(self.task_type, self.subtask_type)
        if self.axes and self.axes.tier is not self.authored_tier:
            raise ValueError(f"tier: {self.authored_tier}, but its axes make it {self.axes.tier}")
        if any(step.turn > len(self.turns) for step in self.solution.steps):
            raise ValueError("solution.steps: turn: beyond the last of `turns`")
        return self

    @property
    def route(self) -> str:
        return route_of(self.task_type, self.subtask_type)

    @property
    def agentic(self) -> bool:
        """True when the case cannot be solved without tools."""
        return bool(self.solution.steps)

    @property
    def authored_tier(self) -> Tier:
        """The tier that its author gave it."""
        return self.given_tier or self.tier

    def moved(self, tier: Tier) -> Self:
        """Return the case in another tier; its digest stays."""
        given = None if tier is self.authored_tier else self.authored_tier
        return self.model_copy(update={"tier": tier, "given_tier": given})

    @property
    def digest(self) -> str:
        """A digest that changes with everything that a model or a grader sees, and only then."""
        seen = self.model_dump(mode="json", by_alias=True, exclude=_UNSEEN, exclude_defaults=True)
        return digest_of(seen | {"tier": self.authored_tier.value, "suffix": ANSWER_SUFFIX})

    @property
    def task(self) -> "DeciderTask":
        said = (self.user_prompt, *self.turns)
        return DeciderTask(
            case_id=self.case_id,
            tier=self.tier,
            system_prompt=self.system_prompt,
            prompts=(*said[:-1], f"{said[-1]}\n\n{ANSWER_SUFFIX}"),
            world=self.world,
            files=self.files,
        )


class DeciderTask(ControlRecord):
    """The part of a DeciderCase that may reach the machine on which a model works."""

    case_id: CaseId
    tier: Tier
    system_prompt: str = ""
    prompts: Annotated[tuple[Text, ...], Field(min_length=1)]
    world: WorldState | None = None
    files: Files = Field(default_factory=dict)


# What neither a model nor a grader sees.
_UNSEEN = {
    *("solution", "alternatives", "wrong_answer", "wrong_steps", "mistakes", "compute"),
    *("why_tier", "pitfall", "axes", "second_axes", "skill", "given_tier", "part"),
}


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
