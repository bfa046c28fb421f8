"""What a classifier reads of a request, and what it says about it."""

from collections.abc import Collection
from enum import StrEnum
from typing import Any, Literal

from contracts.depth import TOO_DEEP, too_deep
from contracts.hot_record import HotRecord, trim
from contracts.scalars import Count, Share, Text
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


def apis_without(served: Collection[ApiKind] | None) -> tuple[ApiKind, ...]:
    """Return the APIs of clients that do not serve a model; none when it is unknown (None)."""
    return () if served is None else tuple(kind for kind in ApiKind if kind not in served)


class Labels(HotRecord):
    """The part of a classification that can be right or wrong; the subtype must belong to the
    type.
    """

    task_type: TaskType
    subtask_type: SubtaskType
    context_complexity: ContextComplexity
    reasoning_complexity: Level
    risk_level: Level
    execution_mode: ExecutionMode
    requires_tools: bool

    def __post_init__(self) -> None:
        if TASK_OF[self.subtask_type] != self.task_type:
            raise ValueError(
                f"subtaskType {self.subtask_type} does not belong to taskType {self.task_type}"
            )

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
    """The labels with the classifier's confidence: exactly eight keys."""

    confidence: Share

    @property
    def labels(self) -> Labels:
        """The labels alone."""
        return Labels(**{name: getattr(self, name) for name in Labels.__struct_fields__})


class ProviderHints(HotRecord):
    provider: Any = None
    provider_options: Any = None

    def __post_init__(self) -> None:
        if too_deep(self.provider) or too_deep(self.provider_options):
            raise ValueError(TOO_DEEP)


class ClassifierInput(HotRecord, kw_only=True):
    """A normalized request of about 2 KB, so that the large body never leaves the gateway.

    The prefixes hold the head and the tail of a long text. `latest_kind` says what the human's
    latest words are; `standing_order_prefix` is the order before them, where they alone do not say
    what to do, and `proposal_prefix` what the agent said then. `order_digest` changes with what is
    asked for, also between the ends of a long text, and `conversation_digest` with the first order.
    `side_request` is a request that the agent's program makes for itself.
    """

    api_kind: ApiKind
    requested_model: Text
    system_prompt_prefix: str | None = None
    user_prompt_prefix: str | None = None
    latest_user_prompt_prefix: str | None = None
    latest_kind: Literal["order", "go_ahead", "rejection", "thanks"] | None = None
    standing_order_prefix: str | None = None
    proposal_prefix: str | None = None
    order_digest: Text | None = None
    conversation_digest: Text | None = None
    agent: Text | None = None
    agent_mode: Text | None = None
    side_request: Literal["title", "summary", "compaction", "sub_agent"] | None = None
    message_count: Count | None = None
    has_tools: bool
    stream: bool
    provider_hints: ProviderHints = ProviderHints()

    def __post_init__(self) -> None:
        trim(self, "requested_model")
