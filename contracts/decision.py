"""The request that a gateway sends to `/decide`, and the answer."""

from enum import StrEnum
from typing import Annotated, Any, Literal

from msgspec import Meta

from contracts.classification import ApiKind, Classification, ClassifierInput
from contracts.depth import TOO_DEEP, too_deep
from contracts.hot_record import HotRecord, trim
from contracts.options import Effort
from contracts.price import Capability
from contracts.scalars import Count, Share, Text, Usd
from contracts.tier import Tier

# AWS documents 6 MB for a Lambda's request, in which a body in base64 takes a third more.
MAX_BODY_BYTES = 4 * 2**20
# chosen: the longest that a caller may wait; an HTTP API of AWS waits 30 s at most. The function's
# timeout is made of it and of the time for what is written after the answer.
MAX_DEADLINE_MS = 20_000
LATE_SECONDS = 5


class RoutingMode(StrEnum):
    """What to serve: the cheapest proven candidate, or the one with the highest lower bound."""

    CHEAPEST_PROVEN = "cheapest_proven"
    BEST_ACCURACY = "best_accuracy"


class Constraints(HotRecord):
    """What a model must satisfy. `prompt_tokens` estimates the request's whole context; a model
    whose context is known to be smaller is excluded. A model of unknown modalities is excluded when
    more than text is required. `output_tokens` is the most that the answer may have; it has to
    fit, too.
    """

    denied_models: tuple[Text, ...] = ()
    allowed_models: tuple[Text, ...] | None = None
    required_input_modalities: tuple[Text, ...] = ()
    prompt_tokens: Count | None = None
    output_tokens: Count | None = None

    @property
    def size(self) -> int | None:
        """The tokens that have to fit into the context; None when neither part is known."""
        known = [n for n in (self.prompt_tokens, self.output_tokens) if n is not None]
        return sum(known) if known else None

    def objection(self, model: str, known: Capability) -> str | None:
        """Return the constraint that excludes a model; None when it satisfies all."""
        if model in self.denied_models:
            return "in deniedModels"
        if self.allowed_models is not None and model not in self.allowed_models:
            return "not in allowedModels"
        if lacking := self._lacking(known):
            return f"does not accept {', '.join(lacking)}"
        size, length = self.size, known.context_length
        if size is None or length is None or size <= length:
            return None
        more = f" with outputTokens {self.output_tokens}" if self.output_tokens else ""
        return f"context of {length} tokens is smaller than promptTokens {self.prompt_tokens}{more}"

    def _lacking(self, known: Capability) -> list[str]:
        """Return the missing modalities. Unknown ones count as text alone: a picture that a model
        ignores is worse than a refusal.
        """
        offered = known.input_modalities or ("text",)
        return [each for each in self.required_input_modalities if each not in offered]


class NonPortableState(HotRecord):
    """State in a history that another vendor's models cannot use: opaque reasoning of `vendors`,
    `tokens` in all. `bound`: a part of the conversation is on the vendor's server alone.
    """

    vendors: tuple[Text, ...] = ()
    tokens: Count = 0
    bound: bool = False


NO_STATE = NonPortableState()


class RawRequest(HotRecord):
    """A provider request as the client sent it; `/decide` reduces it."""

    api_kind: ApiKind
    body: dict[str, Any]

    def __post_init__(self) -> None:
        if too_deep(self.body):
            raise ValueError(f"body is {TOO_DEEP}, or `input` instead")


class DecideRequest(HotRecord, kw_only=True):
    """Either `input`, reduced by the gateway, or `raw`. `deadline_ms` is how long the caller waits,
    from now. `in_tool_loop` says that the last message is a tool's result, `hour_cache` that the
    provider is asked to keep its cache for an hour, `non_portable_state` what only one vendor can
    read; in `raw` these are found. `served_model` is the model that really served the session last.
    `agent_id` names a sub-agent of the session, which keeps a model of its own.
    """

    input: ClassifierInput | None = None
    raw: RawRequest | None = None
    user_id: Text
    session_id: Annotated[str, Meta(pattern=r"\S", max_length=500)] | None = None
    agent_id: Text | None = None
    machine_id: Text | None = None
    served_model: Text | None = None
    client_request_id: Text | None = None
    mode: Text | None = None
    user_agent: str | None = None
    body_bytes: Count = 0
    deadline_ms: Annotated[int, Meta(ge=50, le=MAX_DEADLINE_MS)] | None = None
    routing_mode: RoutingMode = RoutingMode.CHEAPEST_PROVEN
    constraints: Constraints = Constraints()
    in_tool_loop: bool = False
    hour_cache: bool = False
    non_portable_state: NonPortableState | None = None
    explain: bool = False

    def __post_init__(self) -> None:
        if (self.input is None) == (self.raw is None):
            raise ValueError("exactly one of input and raw is required")
        trim(self, "user_id", "session_id", "agent_id", "machine_id", "served_model")
        trim(self, "client_request_id", "mode")


class Decision(HotRecord, kw_only=True):
    """The model to serve. `tier` is None when the session goes on and its tier is not known."""

    model: Text
    tier: Tier | None
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
    "state_bound",
    "kept_unclassified",
    "largest_window",
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
    """What leaving `incumbent` would save per turn and cost once, in USD, over the expected turns.
    None where prices or the context's size are unknown, so that the factor decided.
    """

    incumbent: Text
    saved_per_turn_usd: float | None = None
    cost_usd: float | None = None
    turns: Count | None = None


class Explanation(HotRecord):
    """Why a decision is what it is. `detail` says why the first candidate of the tier or route
    serves; `route` is set where the entry of that route was used. `excluded` names by model the
    constraint that excluded it. `table_age_seconds` counts from when this process last saw the
    table confirmed.
    """

    detail: Text | None
    route: str | None
    chosen: RunnerUp | None
    runners_up: tuple[RunnerUp, ...]
    excluded: dict[str, Text]
    switch: Switch | None
    table_age_seconds: Annotated[float, Meta(ge=0)] | None


class DecideResponse(HotRecord):
    """The answer. `decision` is null when none could be made; `reason` says why either way. `cost`
    is that of the classifier calls in USD, also without a decision; when `cost_known` is false, the
    provider did not name the cost of a call, and `cost` is the known part.
    """

    cost: Usd
    decision: Decision | None
    classifier_result: ClassifierResult | None
    reason: Reason
    cost_known: bool = True
    simulated: bool = False
    explanation: Explanation | None = None
