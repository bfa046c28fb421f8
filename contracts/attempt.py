"""The raw, ungraded outcome of one case, as the worker stores it."""

from pydantic import JsonValue

from contracts.control_record import ControlRecord
from contracts.dataset import CaseId
from contracts.failure import FailureCause
from contracts.options import Effort
from contracts.scalars import Count, Millis, Seconds, Text, Usd


class Meter(ControlRecord):
    """What the worker's proxy counted at the provider, whatever the CLI printed.

    `cost_usd` is None as soon as the cost of one call is unknown; `known_cost_usd` is the part that
    is known, a lower bound. `unmetered` counts the calls for
    which the provider named no tokens: the sums lack them. `statuses` counts answers by HTTP
    status, or by `unreachable`. `efforts` lists the reasoning efforts sent.
    """

    calls: Count = 0
    refused: Count = 0
    unmetered: Count = 0
    cost_usd: Usd | None = 0.0
    known_cost_usd: Usd = 0.0
    prompt_tokens: Count = 0
    cached_tokens: Count = 0
    completion_tokens: Count = 0
    reasoning_tokens: Count = 0
    statuses: dict[str, int] = {}  # noqa: RUF012
    efforts: tuple[str, ...] = ()


class Verification(ControlRecord):
    """What a case's verifier says of the files that the model left. `passed` is None when the judge
    itself failed, which says nothing about the model.
    """

    passed: bool | None
    detail: str = ""


class Attempt(ControlRecord):
    """One try of a case. `answer` is the text of the model's last message. `cause` is set when the
    attempt ended without an answer to grade. `attempt` numbers the tries that went through the
    queue. `retry_after` is what the provider asks for before the next one, in seconds. `messages`
    are the CLI's; too large or too deep ones are left out.
    """

    run_id: Text
    candidate: Text
    reasoning_effort: Effort | None = None
    repetition: Count
    case_id: CaseId
    attempt: Count = 0
    answer: str
    cause: FailureCause | None = None
    detail: str | None = None
    retry_after: Seconds | None = None
    latency_ms: Millis
    retried: bool = False
    meter: Meter
    verification: Verification | None = None
    messages: JsonValue = None
