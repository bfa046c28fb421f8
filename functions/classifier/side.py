"""Classifies the requests that an agent's program makes for itself, by rule."""

from contracts.classification import Classification, ClassifierInput
from contracts.taxonomy import ContextComplexity, ExecutionMode, Level, SubtaskType, TaskType

_RULED = frozenset({"title", "summary", "compaction"})
# As docs/labels.md has it: the conversation is all that is read, and a text is all that is made.
_EASY = Classification(
    task_type=TaskType.INVESTIGATION,
    subtask_type=SubtaskType.CODEBASE_UNDERSTANDING,
    context_complexity=ContextComplexity.SMALL,
    reasoning_complexity=Level.LOW,
    risk_level=Level.LOW,
    execution_mode=ExecutionMode.ANSWER_ONLY,
    requires_tools=False,
    confidence=1.0,
)


def own_request(request: ClassifierInput) -> bool:
    """Return whether the request is the program's own, beside the conversation."""
    return request.side_request in _RULED


def ruled(request: ClassifierInput) -> Classification | None:
    """Return the classification of such a request; None for any other, a sub-agent's too."""
    return _EASY if own_request(request) else None
