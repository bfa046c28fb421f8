"""The queue messages of a run."""

from typing import Annotated, Literal

from pydantic import Field

from contracts.control_record import ControlRecord
from contracts.dataset import CaseId
from contracts.options import Effort
from contracts.run import RunKind
from contracts.scalars import Count, Text

# chosen; after the last one the message is dead-lettered.
MAX_RECEIVES = 5


class RunMessage(ControlRecord):
    """The id of a run that waits to be dispatched, or whose lanes are all complete."""

    run_id: Text


class Refresh(ControlRecord):
    """A request to renew the copies for readers, because an admin changed what is live."""

    refresh: Literal[True] = True


class Evaluate(ControlRecord):
    """The version of a table whose whole router is to be evaluated. `tries` counts the steps after
    which cases were left without a classification.
    """

    version: Text
    tries: Count = 0


class Chunk(ControlRecord):
    """A few cases of one lane, which one worker does one after another. `attempt` numbers the try
    of each case; `last` is set when the chunk was dead-lettered once.
    """

    run_id: Text
    kind: RunKind
    candidate: Text
    reasoning_effort: Effort | None = None
    repetition: Count
    attempt: Count = 0
    last: bool = False
    case_ids: Annotated[tuple[CaseId, ...], Field(min_length=1)]


class GradeMessage(ControlRecord):
    """The bucket's `key` of an attempt to grade."""

    run_id: Text
    key: Text
