"""What the gate refuses, at the very bound, and what a draft would move and cost."""

from typing import Any

import pytest

from contracts.table import Candidate, RouteEntry, RoutingTable, Serving, Tiers, Why
from contracts.tier import Tier
from functions.publish.gate import Facts, gate
from tests.publish.summaries import summary
from tests.samples import candidate, run, table

CHEAP, DEAR = candidate("cheap", 0.01), candidate("dear", 0.04)
ROUTE = "debugging/bug_fixing"
COUNTS = {(Tier.LOW, ROUTE): 3, (Tier.HIGH, ROUTE): 1}


def of(low: Candidate, *routes: RouteEntry, **changes: Any) -> RoutingTable:
    return table(tiers=Tiers(low=(low,), medium=(DEAR,), high=(DEAR,)), routes=routes, **changes)


def refusals(*shares: float, live: RoutingTable | None = None) -> tuple[str, ...]:
    """Return those of a run whose models `m0`, `m1` ... have these shares of holes; 10 % may be."""
    summaries = [
        summary(f"m{n}", tier=Tier.LOW, hole_share=share) for n, share in enumerate(shares)
    ]
    return gate(of(CHEAP), Facts(run(), summaries, swept=False), live, {}).refusals


def moved(draft: RoutingTable, live: RoutingTable) -> tuple[float | None, float | None]:
    found = gate(draft, Facts(run(), (), swept=False), live, COUNTS)
    return found.moved, found.cost_change


@pytest.mark.parametrize(
    ("shares", "refused"),
    [((0.1,), False), ((0.11,), True), ((0.11, 0.1), False), ((0.11, 0.11, 0.1), True)],
)
def test_more_than_half_of_the_candidates_with_more_than_the_share_of_holes_are_too_many(
    shares: tuple[float, ...], refused: bool
) -> None:
    assert any("too many holes" in line for line in refusals(*shares)) is refused


@pytest.mark.parametrize(("share", "refused"), [(0.1, False), (0.11, True)])
def test_a_model_that_serves_now_has_to_be_measured(share: float, refused: bool) -> None:
    live = of(candidate("m0", 0.01))
    assert any("m0, which serves now" in line for line in refusals(share, 0, live=live)) is refused


def test_what_would_move_is_weighed_by_decisions_and_priced_by_the_draft() -> None:
    share, cost = moved(of(CHEAP), of(DEAR))
    assert share == 0.75
    assert cost == pytest.approx((3 * 0.01 + 0.04) / 0.16 - 1)
    assert moved(of(DEAR), of(candidate("dear", 1))) == (0, 0)


def test_a_route_that_gets_its_own_model_is_a_change_with_its_reason() -> None:
    why = Serving(why=Why.CHEAPEST_PROVEN, detail="proven")
    entry = RouteEntry(route=ROUTE, tier=Tier.LOW, candidates=(CHEAP,), serving=why)
    found = gate(of(DEAR, entry), Facts(run(), (), swept=False), of(DEAR), COUNTS)
    assert [(c.tier, c.route, c.before, c.after, c.detail) for c in found.changes] == [
        (Tier.LOW, ROUTE, ("dear",), ("cheap",), "proven")
    ]
    assert found.moved == 0.75
