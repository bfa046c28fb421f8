"""A plan says where more cases would pay, at yesterday's traffic."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from adapters.dynamodb.usage import UsageStore
from cli import render_plan
from contracts.plan import Plan
from contracts.publication import DraftState, Publication
from contracts.table import Tiers, Verdict
from contracts.tier import Tier
from functions.admin.answers import now
from tests.admin import world
from tests.admin.conftest import Admin
from tests.cli.test_render import text
from tests.gateway.usage import row
from tests.samples import candidate, draft, run


@pytest.fixture
def planned(admin: Admin) -> Admin:
    """Publish a table with a cheap candidate for high that is not proven."""
    world.saved(admin)
    serving = replace(candidate("d/dear", 1.0), verdict=Verdict.PROVEN, effective_cases=40.0)
    hopeful = replace(candidate("d/cheap", 0.25, 0.8), verdict=Verdict.OPEN, effective_cases=12.0)
    small = (replace(serving, model="d/small"),)
    drawn = draft(run(), tiers=Tiers(low=small, medium=small, high=(serving, hopeful)))
    live = drawn.model_copy(update={"state": DraftState.LIVE})
    done = Publication(
        action="publish", version=run().run_id, replaced=None, at=now(), by="bob", why="x"
    )
    assert admin.wiring.live.publish(live, None, done)
    return admin


def plan(admin: Admin) -> Plan:
    return Plan.from_wire(admin.call("POST /admin/plan", {"kind": "decider"}).body)


def spend(admin: Admin, usd: str | None) -> None:
    yesterday = now() - timedelta(days=1)
    used = row(1, model="d/dear", at=yesterday, cost_usd=usd, cost_known=usd is not None)
    assert UsageStore(admin.wiring.usage.items).write([used]) == 0


def test_yesterdays_bill_makes_a_saving_of_a_month(planned: Admin) -> None:
    spend(planned, "2.0")
    (found,) = plan(planned).proofs
    assert (found.tier, found.candidate, found.serving) == (Tier.HIGH, "d/cheap", "d/dear")
    assert found.saving_share == pytest.approx(0.75)
    assert found.saving_usd == pytest.approx(2.0 * 30 * 0.75)
    shown = " ".join(text(render_plan.plan(plan(planned))).split())
    assert "tier high: d/cheap solves 80%; 23 more cases of other skills, for about $5.75" in shown
    assert "save 75% of the cost of d/dear there; a month: $45" in shown


def test_an_unknown_bill_makes_an_unknown_saving(planned: Admin) -> None:
    assert plan(planned).proofs[0].saving_usd is None
    spend(planned, None)
    assert plan(planned).proofs[0].saving_usd is None


def test_a_plan_for_classifiers_names_none(planned: Admin) -> None:
    answer = planned.call("POST /admin/plan", {"kind": "classifier"})
    assert Plan.from_wire(answer.body).proofs == ()
