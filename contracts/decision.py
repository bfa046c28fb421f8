"""What a gateway asks of `/decide`, and what it is told."""

from typing import Annotated, Literal

from pydantic import Field

from contracts.classification import Classification, ClassifierInput
from contracts.model import Count, Text, Usd, Wire
from contracts.table import Effort
from contracts.tier import Tier


class DecideRequest(Wire):
    input: ClassifierInput
    user_id: Text
    session_id: Annotated[Text, Field(max_length=500)] | None = None
    machine_id: Text | None = None
    client_request_id: Text | None = None
    mode: Text | None = None
    user_agent: str | None = None
    body_bytes: Count = 0


class Decision(Wire):
    model: Text
    tier: Tier
    source: Literal["benchmark"] = "benchmark"
    table_version: Text
    reasoning_effort: Effort | None
    sticky: bool


class ClassifierResult(Wire):
    classification: Classification
    normalized: ClassifierInput


Reason = Literal[
    "cheapest_meeting_the_bar",
    "published_before",
    "fallback_not_beaten",
    "best_of_unproven",
    "incumbent_kept",
    "no_table",
    "classifier_failed",
    "secret_unavailable",
    "internal_error",
]


class DecideResponse(Wire):
    """`decision` is null when none could be made; `reason` says why either way. `cost` is what
    the classifier call cost in USD, also when there is no decision."""

    cost: Usd
    decision: Decision | None
    classifier_result: ClassifierResult | None
    reason: Reason
    simulated: bool = False
