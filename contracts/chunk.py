"""The queue messages of a run."""

from typing import Annotated, Literal

from pydantic import Field

from contracts.control_record import ControlRecord
from contracts.dataset import CaseId
from contracts.options import Effort
from contracts.run import RunKind
from contracts.scalars import Count, Text

MAX_RECEIVES = 5


class RunMessage(ControlRecord):
    """The run was written and waits to be cut into chunks, or all its lanes are through."""

    run_id: Text


class Refresh(ControlRecord):
    """What is live was changed by hand: the copies that readers use are to follow."""

    refresh: Literal[True] = True


class Chunk(ControlRecord):
    """A few cases of one lane, done one after another by one worker. `attempt` numbers the try
    of each case; `last` is set when the chunk has died in a queue once already.
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
    """An attempt waits under `key` in the bucket to be graded."""

    run_id: Text
    key: Text
