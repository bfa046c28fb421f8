"""What a gateway asks of `/decide`, and what it is told."""

from enum import StrEnum
from typing import Annotated, Any, Literal

from msgspec import Meta

from contracts.classification import ApiKind, Classification, ClassifierInput
from contracts.depth import TOO_DEEP, too_deep
from contracts.hot_record import HotRecord, trim
from contracts.options import Effort
from contracts.scalars import Count, Share, Text, Usd
from contracts.tier import Tier

MAX_BODY_BYTES = 4 * 2**20


class RoutingMode(StrEnum):
    """The cheapest proven candidate, or the most accurate one by its lower bound."""

    CHEAPEST_PROVEN = "cheapest_proven"
    BEST_ACCURACY = "best_accuracy"


class Constraints(HotRecord):
    """What a model must satisfy. `prompt_tokens` is an estimate of the request's whole context; a
    model whose context is known to be smaller is out. A model whose modalities are unknown is out
    when more than text is required.
    """

    denied_models: tuple[Text, ...] = ()
    allowed_models: tuple[Text, ...] | None = None
    required_input_modalities: tuple[Text, ...] = ()
    prompt_tokens: Count | None = None


class RawRequest(HotRecord):
    """A provider request as the client sent it; `/decide` reduces it itself."""

    api_kind: ApiKind
    body: dict[str, Any]

    def __post_init__(self) -> None:
        super().__post_init__()
        if too_deep(self.body):
            raise ValueError(f"body is {TOO_DEEP}, or `input` instead")


class DecideRequest(HotRecord, kw_only=True):
    """Either `input`, reduced by the gateway, or `raw`. `deadline_ms` is how long the caller will
    wait from now; `in_tool_loop` says that the last message is a tool's result, `raw` says so by
    itself.
    """

    input: ClassifierInput | None = None
    raw: RawRequest | None = None
    user_id: Text
    session_id: Annotated[str, Meta(pattern=r"\S", max_length=500)] | None = None
    machine_id: Text | None = None
    client_request_id: Text | None = None
    mode: Text | None = None
    user_agent: str | None = None
    body_bytes: Count = 0
    deadline_ms: Annotated[int, Meta(ge=50, le=30_000)] | None = None
    routing_mode: RoutingMode = RoutingMode.CHEAPEST_PROVEN
    constraints: Constraints = Constraints()
    in_tool_loop: bool = False
    explain: bool = False

    def __post_init__(self) -> None:
        super().__post_init__()
        if (self.input is None) == (self.raw is None):
            raise ValueError("exactly one of input and raw is required")
        trim(self, "user_id", "session_id", "machine_id", "client_request_id", "mode")


class Decision(HotRecord, kw_only=True):
    model: Text
    tier: Tier
    source: Literal["benchmark"] = "benchmark"
    table_version: Text
    reasoning_effort: Effort | None
    sticky: bool


class ClassifierResult(HotRecord):
    classification: Classification
    normalized: ClassifierInput


Reason = Literal[
    "cheapest_meeting_the_bar",
    "published_before",
    "fallback_not_beaten",
    "best_of_unproven",
    "most_accurate",
    "incumbent_kept",
    "in_tool_loop",
    "no_table",
    "no_candidate_left",
    "classifier_failed",
    "unusable_answer",
    "deadline_passed",
    "secret_unavailable",
    "internal_error",
]


class RunnerUp(HotRecord):
    model: Text
    accuracy: Share
    lower: Share | None
    upper: Share | None
    avg_cost_usd: Usd


class Switch(HotRecord):
    """What leaving `incumbent` would save on each further turn and cost once, in USD, over the
    turns expected; None where the price list or the context's size is unknown, and the factor
    decided.
    """

    incumbent: Text
    saved_per_turn_usd: float | None = None
    cost_usd: float | None = None
    turns: Count | None = None


class Explanation(HotRecord):
    """`detail` says why the first candidate of the stratum serves; `route` is set where an entry of
    that route won over the tier. `excluded` names by model which constraint left it out. The
    table's age is the time since this process last saw it confirmed.
    """

    detail: Text | None
    route: str | None
    chosen: RunnerUp | None
    runners_up: tuple[RunnerUp, ...]
    excluded: dict[str, Text]
    switch: Switch | None
    table_age_seconds: Annotated[float, Meta(ge=0)] | None


class DecideResponse(HotRecord):
    """`decision` is null when none could be made; `reason` says why either way. `cost` is what
    the classifier call cost in USD, also when there is no decision; without `cost_known` there was
    a call whose cost the provider did not name, and `cost` is what is known.
    """

    cost: Usd
    decision: Decision | None
    classifier_result: ClassifierResult | None
    reason: Reason
    cost_known: bool = True
    simulated: bool = False
    explanation: Explanation | None = None
