"""One prompt through the worker's path, to see what the CLI and a model make of it."""

from typing import Annotated

from pydantic import Field

from contracts.attempt import Meter
from contracts.config import ModelId
from contracts.control_record import ControlRecord
from contracts.options import Effort
from contracts.scalars import Millis, Text

ATTACKER = "attack/self"
Prompt = Annotated[str, Field(min_length=1, max_length=100_000)]


class DebugPrompt(ControlRecord):
    model: ModelId
    prompt: Prompt
    reasoning_effort: Effort | None = None


class AttackRequest(ControlRecord):
    """`outside`: whether addresses outside of the task may be tried."""

    outside: bool = False


class DebugMessage(DebugPrompt):
    """As it waits for a worker. With `attack` no model is asked: the CLI attacks its sandbox."""

    debug_id: Text
    attack: bool = False
    outside: bool = False


class Wall(ControlRecord):
    """Something that a model's command must not be able to do. `held` is None where it was not
    tried, or is only told.
    """

    name: Text
    held: bool | None
    detail: str = ""


class DebugReport(ControlRecord):
    """`events` are the lines that the CLI printed, raw; `errors` is the end of its error output.
    `exit_code` is negative when it was killed. `walls` are what an attack found; `why_not` says why
    the attacker had no user of its own, null when it had one.
    """

    debug_id: Text
    model: Text
    exit_code: int
    timed_out: bool
    took_ms: Millis
    events: tuple[str, ...]
    errors: str
    meter: Meter
    walls: tuple[Wall, ...] = ()
    why_not: str | None = None


class DebugView(ControlRecord):
    """`report` is null until a worker has brought it; `answer` is the text in its events."""

    debug_id: Text
    report: DebugReport | None = None
    answer: str | None = None
