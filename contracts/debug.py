"""One prompt through the worker's path, to see what the CLI and a model make of it."""

from typing import Annotated

from pydantic import Field

from contracts.attempt import Meter
from contracts.config import ModelId
from contracts.model import Millis, Text, Wire
from contracts.table import Effort

Prompt = Annotated[str, Field(min_length=1, max_length=100_000)]


class DebugPrompt(Wire):
    model: ModelId
    prompt: Prompt
    reasoning_effort: Effort | None = None


class DebugMessage(DebugPrompt):
    """As it waits for a worker."""

    debug_id: Text


class DebugReport(Wire):
    """`events` are the lines that the CLI printed, raw; `errors` is the end of its error output.
    `exit_code` is negative when it was killed."""

    debug_id: Text
    model: Text
    exit_code: int
    timed_out: bool
    took_ms: Millis
    events: tuple[str, ...]
    errors: str
    meter: Meter


class DebugView(Wire):
    """`report` is null until a worker has brought it; `answer` is the text in its events."""

    debug_id: Text
    report: DebugReport | None = None
    answer: str | None = None
