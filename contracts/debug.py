"""One prompt or attack through the worker's path, outside any run."""

from typing import Annotated

from pydantic import Field

from contracts.attempt import Meter
from contracts.candidates import ModelId
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
    """A request for an attack. With `outside` it may try addresses outside of the task."""

    outside: bool = False


class DebugMessage(DebugPrompt):
    """A prompt in the queue of the workers. With `attack` the CLI attacks its sandbox and no model
    is asked.
    """

    debug_id: Text
    attack: bool = False
    outside: bool = False


class Wall(ControlRecord):
    """Something that a model's command must not be able to do. `held` is None when it was not
    tried.
    """

    name: Text
    held: bool | None
    detail: str = ""


class DebugReport(ControlRecord):
    """What the CLI did with a prompt. `events` are its output lines, `errors` is the end of its
    error output. `exit_code` is negative when it was killed. `walls` are what an attack found;
    `why_not` says why the attacker had no user of its own, null when it had one.
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
    """A debug report, null until a worker has stored it. `answer` is the text in its events."""

    debug_id: Text
    report: DebugReport | None = None
    answer: str | None = None
