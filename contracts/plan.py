"""What a run would measure and cost, computed before anything is spent."""

from typing import Annotated, Literal

from pydantic import Field

from contracts.control_record import ControlRecord
from contracts.options import Effort
from contracts.run import RunKind
from contracts.scalars import Count, Share, Text, Usd
from contracts.tier import Tier

Basis = Literal["nothing to measure", "measured", "list prices", "unknown"]


class Cost(ControlRecord):
    """An estimate in USD. `expected` is the sum of the means; 80 % of such runs cost between `low`
    and `high`.
    """

    low: Usd
    expected: Usd
    high: Usd

    def __add__(self, other: "Cost") -> "Cost":
        return Cost(
            low=self.low + other.low,
            expected=self.expected + other.expected,
            high=self.high + other.high,
        )


class CandidatePlan(ControlRecord):
    """A candidate's part of a plan. Counts are (case, repetition) pairs. `least` of the `measured`
    ones are certain, the others depend on looks. `why` counts them by what kept them from being
    carried. `cost` None is unknown; `basis` says where it comes from.
    """

    candidate: Text
    reasoning_effort: Effort | None = None
    carried: Count
    measured: Count
    least: Count
    why: dict[str, int]
    cost: Cost | None
    basis: Basis
    minutes: Annotated[float, Field(ge=0)] | None


class NextProof(ControlRecord):
    """What it takes to prove a cheaper candidate than `serving` in a tier, if it keeps its
    accuracy: `to_measure`, each of a skill of its own, for `cost_usd`; both are None when no number
    of cases would do. `saving_share` is what serving the tier by it would save of the tier's cost,
    `saving_usd` the same a month at the last whole day's traffic; None when that is unknown.
    """

    tier: Tier
    candidate: Text
    serving: Text
    accuracy: Share
    cases: Annotated[float, Field(ge=0)]
    to_measure: Count | None
    cost_usd: Usd | None
    saving_share: Share
    saving_usd: Usd | None


class Plan(ControlRecord):
    """A plan. `proofs` says where more cases would pay, by the live table. `cost` and `minutes` are
    None as soon as those of one candidate are. `minutes` leaves out cold starts and queues.
    `digest` names exactly this plan.
    """

    kind: RunKind
    cases: Count
    carried: Count
    measured: Count
    least: Count
    looks: tuple[int, ...] = ()
    tasks: Count
    cost: Cost | None
    minutes: Annotated[float, Field(ge=0)] | None
    candidates: tuple[CandidatePlan, ...]
    proofs: tuple[NextProof, ...] = ()
    digest: Text
