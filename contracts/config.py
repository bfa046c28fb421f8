"""What an admin sets: which models are measured, how, and what counts as good enough."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from contracts.candidates import ClassifierModels, DeciderModel, DeciderModels
from contracts.control_record import ControlRecord
from contracts.limits import Calls, CaseLimits, CaseUsd, TierLimits, Timeout
from contracts.options import ClassifierBar, Granularity, Rule, SwitchCost
from contracts.scalars import Share, Text
from contracts.statistics import MOST_LOOKS
from contracts.tier import TIERS, Tier, TierBars


class ServerMode(StrEnum):
    """How long one CLI server, its user and its home live. CHUNK is for simulated models only: a
    case can find what the case before it left.
    """

    CASE = "case"
    CHUNK = "chunk"


def _rising(looks: tuple[int, ...]) -> tuple[int, ...]:
    if any(a >= b for a, b in zip((0, *looks), looks, strict=False)):
        raise ValueError("must rise, because each look counts all cases so far, as in [20, 40, 60]")
    return looks


Looks = Annotated[tuple[int, ...], Field(max_length=MOST_LOOKS), AfterValidator(_rising)]
Repetitions = Annotated[int, Field(ge=1, le=5)]
Cap = Annotated[float, Field(gt=0, allow_inf_nan=False)]


class ConfigDraft(ControlRecord):
    """A config as an admin sends it. Times are in seconds unless the name says otherwise, money in
    USD.

    The docstring of a field is its text in docs/configuration.md and `autoroute config fields`;
    renew the former with `python -m cli.config_docs`.
    """

    classifier_models: ClassifierModels
    """Candidates for the classifier, without duplicate ids: each an id, or an object with an effort
    and the most tokens that an answer may have. Reasoning models need thousands."""
    decider_models: DeciderModels
    """Candidates for the routing table, without duplicate ids."""
    min_accuracy: Share
    """Bar of the deciders: the share of a tier's cases that a candidate has to pass."""
    tier_min_accuracy: TierBars = TierBars()
    """Bars of single tiers, each 0 to 1; null means `minAccuracy`."""
    classifier_min_accuracy: Share | None = None
    """Bar of the classifiers, in the unit of `classifierBar`; null means `minAccuracy`."""
    classifier_bar: ClassifierBar = ClassifierBar.TIER
    """What the accuracy of a classifier is: `tier`, the share of requests whose tier is right (and
    whose route is, with granularity `route`), or `score`, the weighted share of right labels."""
    failure_cost_usd: Annotated[float, Field(ge=0, le=1000, allow_inf_nan=False)] = 1.0
    """What a failed task costs beside the model's bill, in USD: the time that it takes from a
    person. It prices the errors of classifiers, see docs/statistics.md."""
    rule: Rule = Rule.WILSON
    """What has to reach the bar: the lower bound of the accuracy, or its mean."""
    confidence: Annotated[float, Field(ge=0.8, le=0.95)] = 0.9
    """Confidence of each one-sided bound."""
    granularity: Granularity = Granularity.TIER
    """With `route`, a route is served by another model than its tier where a cheaper candidate is
    proven on that route."""
    fallback_model: DeciderModel | None = None
    """Model that the gateway uses without a decision. It is measured, too, and another candidate
    serves only if it is shown to be as good, and, when more expensive, to be better."""
    fallback_margin: Annotated[float, Field(gt=0, le=0.5)] = 0.1
    """Largest loss of accuracy against the fallback, on the same cases, that counts as as good."""
    min_saving: Share | None = 0.2
    """Share by which a proven candidate must be cheaper than the incumbent to replace it; null
    replaces the incumbent by each new winner."""
    auto_publish: bool = True
    """Publish a draft that the gate does not refuse; false leaves that to `autoroute table
    publish`."""
    hold_saturated: tuple[Tier, ...] = (Tier.MEDIUM, Tier.HIGH)
    """Tiers that hold a draft when they are saturated, and not so in the live table: their cases do
    not separate the candidates, see docs/statistics.md. An admin publishes it, or adds harder
    cases. Of low tasks it is expected that every candidate solves them."""
    evaluate: bool = True
    """Evaluate the whole router after each table that goes live or waits for an admin, and after
    each new classifier. It costs one classification of each task that this classifier has not
    classified yet; `autoroute evaluate` does it at any time."""
    switch_cost: SwitchCost = SwitchCost.BREAKEVEN
    """When a session may change to a cheaper model: `breakeven` when later turns save more than
    reading the context without a cache costs, `factor` when it is cheaper by `switchCostFactor`."""
    switch_cost_factor: Annotated[float, Field(ge=1, le=100, allow_inf_nan=False)] = 3.0
    """Ratio of the mean costs of a case for `factor`, and where prices or context are unknown."""
    max_concurrency: Annotated[int, Field(ge=1, le=100)] = 4
    """Worker tasks at a time; each works on two cases at a time."""
    looks: Looks = ()
    """Cases of each tier measured by the end of each look, as in `[20, 40, 60]`. After a look, only
    candidates that can still win are measured further. Not together with `casesPerTier`."""
    cases_per_tier: Annotated[int, Field(ge=1)] | None = None
    """For a cheap trial: cases measured in each tier, spread over the task types; null is all."""
    classifier_cases: Annotated[int, Field(ge=1)] | None = None
    """For a cheap trial: labelled requests measured in all; null is all."""
    chunk_size: Annotated[int, Field(ge=1, le=50)] = 12
    """Cases that a worker takes from the queue at once."""
    server: ServerMode = ServerMode.CASE
    """How long a CLI server, its user and its home live; `chunk` is for simulated models, see
    docs/isolation.md."""
    classifier_repetitions: Repetitions = 1
    """How often each labelled request is classified."""
    decider_repetitions: Repetitions = 1
    """How often each task is solved; repetitions are averaged and are not more cases."""
    linear_first: bool = False
    """Let the linear classifier answer alone where it expects to be as accurate as the winner, and
    ask the winner elsewhere, see docs/linear.md."""
    classifier_max_p95_latency_ms: Annotated[int, Field(ge=1)] | None = 1000
    """A slower classifier wins only if no faster one reaches the bar."""
    case_timeout: Timeout = 180
    """Seconds after which a case fails."""
    max_calls_per_case: Calls = 60
    """Provider calls of one case."""
    max_cost_per_case_usd: CaseUsd = 1.0
    """Budget of one case."""
    tier_limits: TierLimits = TierLimits()
    """The three limits for the cases of single tiers, as in `{"high": {"caseTimeout": 900}}`."""
    max_cost_per_candidate_usd: Cap | None = None
    """Budget of one candidate in a run. At this cap no new case of the candidate starts, the
    others go on, and the run ends as `stopped_at_budget`."""
    max_cost_per_run_usd: Cap | None = None
    """Budget of a run. At this cap the run ends as `stopped_at_budget`; it can be resumed."""
    max_tries: Annotated[int, Field(ge=1, le=8)] = 4
    """Attempts at a case that fails for a reason that says nothing about the model, before the
    case is a hole."""
    retry_pause: Annotated[int, Field(ge=0, le=900)] = 30
    """Seconds before the second attempt, doubled for each later one, 15 minutes at most."""
    max_hole_share: Share = 0.1
    """A candidate with a larger share of holes in a tier is left out of that tier."""
    benchmark_user_id: Text | None = None
    """User whose account benchmark calls belong to, for gateways that ask."""

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
        """The candidates, including the fallback."""
        fallback = self.fallback_model
        if fallback is None or fallback in self.decider_models:
            return self.decider_models
        return (*self.decider_models, fallback)

    @property
    def models(self) -> tuple[str, ...]:
        """The ids of all candidates, without duplicates."""
        classifiers = [model.id for model in self.classifier_models]
        return tuple(dict.fromkeys([*classifiers, *(model.id for model in self.deciders)]))

    def bar(self, tier: Tier) -> float:
        return self.tier_min_accuracy.of(tier, self.min_accuracy)

    def limits(self, tier: Tier) -> CaseLimits:
        own = self.tier_limits.of(tier)
        return CaseLimits(
            timeout=own.case_timeout or self.case_timeout,
            max_calls=own.max_calls_per_case or self.max_calls_per_case,
            max_cost_usd=own.max_cost_per_case_usd or self.max_cost_per_case_usd,
        )

    @property
    def most_usd_of_a_case(self) -> float:
        """The largest budget of a case in any tier."""
        return max(self.limits(tier).max_cost_usd for tier in TIERS)

    @property
    def capped(self) -> bool:
        return bool(self.max_cost_per_candidate_usd or self.max_cost_per_run_usd)

    @property
    def least_classifier_accuracy(self) -> float:
        bar = self.classifier_min_accuracy
        return self.min_accuracy if bar is None else bar


class Config(ConfigDraft):
    """A saved config; the server sets the last two fields."""

    updated_at: datetime
    updated_by: Text
