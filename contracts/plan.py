"""What a run would do and cost, before it does anything."""

from typing import Annotated, Literal

from pydantic import Field

from contracts.control_record import ControlRecord
from contracts.options import Effort
from contracts.run import RunKind
from contracts.scalars import Count, Text, Usd

Basis = Literal["nothing to measure", "measured", "list prices", "unknown"]


class Cost(ControlRecord):
    """In USD. `expected` is the sum of the means; 80 % of such runs lie between the others."""

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
    """Counts are (case, repetition) pairs. Of the `measured` ones `least` are measured whatever
    comes, the others only while a look leaves it open who serves. `why` says for how many of the
    measured ones what kept them from being carried. `cost` None is unknown; `basis` says where it
    comes from.
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


class Plan(ControlRecord):
    """`cost` and `minutes` are None as soon as those of one candidate are. `minutes` is the time
    of the work itself, cold starts and queues apart. `digest` names exactly this plan.
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
    digest: Text
