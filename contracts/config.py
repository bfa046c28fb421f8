"""What an admin sets: which models are measured, how, and what counts as good enough."""

from collections import Counter
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from contracts.look import MOST_LOOKS
from contracts.model import Routed, Share, Text, Wire
from contracts.table import Effort, Granularity, Rule, SwitchCost
from contracts.tier import Tier, TierBars

ModelId = Annotated[Routed, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._:@/-]*$", max_length=200)]


class DeciderModel(Wire):
    id: ModelId
    reasoning_effort: Effort | None = None


class ServerMode(StrEnum):
    """How long one CLI server, its user and its home live. CHUNK is for simulated models: a case
    can find what the one before it left."""

    CASE = "case"
    CHUNK = "chunk"


def _unique_models(models: tuple[ModelId, ...]) -> tuple[ModelId, ...]:
    _refuse_duplicates(models)
    return models


def _unique_deciders(models: tuple[DeciderModel, ...]) -> tuple[DeciderModel, ...]:
    _refuse_duplicates([m.id for m in models])
    return models


def _refuse_duplicates(ids: tuple[str, ...] | list[str]) -> None:
    twice = [model for model, times in Counter(ids).items() if times > 1]
    if twice:
        raise ValueError(f"listed more than once: {', '.join(twice)}")


def _rising(looks: tuple[int, ...]) -> tuple[int, ...]:
    if any(a >= b for a, b in zip((0, *looks), looks, strict=False)):
        raise ValueError("must rise, because each look counts all cases so far, as in [20, 40, 60]")
    return looks


Looks = Annotated[tuple[int, ...], Field(max_length=MOST_LOOKS), AfterValidator(_rising)]
Repetitions = Annotated[int, Field(ge=1, le=5)]
Cap = Annotated[float, Field(gt=0, allow_inf_nan=False)]


class ConfigDraft(Wire):
    """A config as an admin sends it. `min_accuracy` is the deciders' bar; the classifier's own is
    `classifier_min_accuracy`, and the same bar when that is null. Times are in seconds unless the
    name says otherwise, money in USD. A case that fails for a reason that says nothing about the
    model is tried `max_tries` times in all, `retry_pause` seconds apart and twice as long each
    time; a candidate with more than `max_hole_share` of a tier without verdict is left out.

    With `looks` deciders are measured in steps, on so many cases of each tier by the end of each.
    The fallback is a candidate, too, and nobody serves who is not shown to be as good as it, by
    more than `fallback_margin`. A table that serves replaces its model only for a proven one that
    is cheaper by `min_saving`, or when it is under the bar; None replaces it each time."""

    classifier_models: Annotated[
        tuple[ModelId, ...], Field(min_length=1), AfterValidator(_unique_models)
    ]
    decider_models: Annotated[
        tuple[DeciderModel, ...], Field(min_length=1), AfterValidator(_unique_deciders)
    ]
    min_accuracy: Share
    tier_min_accuracy: TierBars = TierBars()
    classifier_min_accuracy: Share | None = None
    rule: Rule = Rule.WILSON
    confidence: Annotated[float, Field(ge=0.8, le=0.95)] = 0.9
    granularity: Granularity = Granularity.TIER
    fallback_model: DeciderModel | None = None
    fallback_margin: Annotated[float, Field(gt=0, le=0.5)] = 0.1
    min_saving: Share | None = 0.2
    auto_publish: bool = True
    switch_cost: SwitchCost = SwitchCost.BREAKEVEN
    switch_cost_factor: Annotated[float, Field(ge=1, le=100, allow_inf_nan=False)] = 3.0
    max_concurrency: Annotated[int, Field(ge=1, le=100)] = 4
    looks: Looks = ()
    cases_per_tier: Annotated[int, Field(ge=1)] | None = None
    classifier_cases: Annotated[int, Field(ge=1)] | None = None
    chunk_size: Annotated[int, Field(ge=1, le=50)] = 12
    server: ServerMode = ServerMode.CASE
    classifier_repetitions: Repetitions = 1
    decider_repetitions: Repetitions = 1
    linear_first: bool = False
    classifier_max_p95_latency_ms: Annotated[int, Field(ge=1)] | None = 1000
    case_timeout: Annotated[int, Field(ge=5, le=900)] = 180
    max_calls_per_case: Annotated[int, Field(ge=1, le=500)] = 60
    max_cost_per_case_usd: Annotated[float, Field(gt=0, le=100, allow_inf_nan=False)] = 1.0
    max_cost_per_candidate_usd: Cap | None = None
    max_cost_per_run_usd: Cap | None = None
    max_tries: Annotated[int, Field(ge=1, le=8)] = 4
    retry_pause: Annotated[int, Field(ge=0, le=900)] = 30
    max_hole_share: Share = 0.1
    benchmark_user_id: Text | None = None

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.looks and self.cases_per_tier is not None:
            raise ValueError(
                "casesPerTier: cannot be set together with looks, which also limits the cases"
            )
        fallback = self.fallback_model
        if fallback and any(m.id == fallback.id and m != fallback for m in self.decider_models):
            raise ValueError(
                f"fallbackModel: {fallback.id} has a different reasoningEffort in deciderModels; "
                "make them equal"
            )
        return self

    @property
    def deciders(self) -> tuple[DeciderModel, ...]:
        """The candidates, the fallback among them."""
        fallback = self.fallback_model
        if fallback is None or fallback in self.decider_models:
            return self.decider_models
        return (*self.decider_models, fallback)

    def bar(self, tier: Tier) -> float:
        return self.tier_min_accuracy.of(tier, self.min_accuracy)

    @property
    def capped(self) -> bool:
        return bool(self.max_cost_per_candidate_usd or self.max_cost_per_run_usd)

    @property
    def classifier_bar(self) -> float:
        bar = self.classifier_min_accuracy
        return self.min_accuracy if bar is None else bar


class Config(ConfigDraft):
    """A saved config; the last two fields are set by the server."""

    updated_at: datetime
    updated_by: Text
