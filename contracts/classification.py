"""What a classifier says about a request, and what it is shown of it."""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, JsonValue, StrictBool, model_validator
from pydantic_core import PydanticCustomError

from contracts.model import Count, Text, Wire
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


class ApiKind(StrEnum):
    CHAT_COMPLETIONS = "chat_completions"
    RESPONSES = "responses"
    MESSAGES = "messages"


class Labels(Wire):
    """What can be right or wrong about a classification; the subtype must belong to the type."""

    task_type: TaskType
    subtask_type: SubtaskType
    context_complexity: ContextComplexity
    reasoning_complexity: Level
    risk_level: Level
    execution_mode: ExecutionMode
    requires_tools: StrictBool

    @model_validator(mode="after")
    def _subtype_fits(self) -> Self:
        if TASK_OF[self.subtask_type] is not self.task_type:
            raise PydanticCustomError(
                "subtype_mismatch",
                "subtaskType {sub} does not belong to taskType {task}",
                {"sub": self.subtask_type.value, "task": self.task_type.value},
            )
        return self

    @property
    def points(self) -> int:
        return points(
            self.reasoning_complexity, self.context_complexity, self.execution_mode, self.risk_level
        )

    @property
    def route(self) -> str:
        return route_of(self.task_type, self.subtask_type)

    @property
    def tier(self) -> Tier:
        return tier_of(self.points)


class Classification(Labels):
    """Exactly eight keys."""

    confidence: Annotated[float, Field(ge=0, le=1, allow_inf_nan=False, strict=True)]


class ProviderHints(Wire):
    provider: JsonValue = None
    provider_options: JsonValue = None


class ClassifierInput(Wire):
    """A request reduced to about 2 KB, so that its large body never leaves the gateway."""

    api_kind: ApiKind
    requested_model: Text
    system_prompt_prefix: str | None = None
    user_prompt_prefix: str | None = None
    latest_user_prompt_prefix: str | None = None
    message_count: Count | None = None
    has_tools: StrictBool
    stream: StrictBool
    provider_hints: ProviderHints = ProviderHints()
