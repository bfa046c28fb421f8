"""Where more cases would pay: as many as prove a candidate, for what they cost and save."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from contracts.statistics import cases_to_prove_at, wilson
from contracts.table import Candidate, RoutingTable, Tiers, Verdict
from contracts.tier import TIERS, Tier
from functions.publish.next_proofs import next_proofs, serving_models
from tests.samples import candidate, table

SERVING = replace(candidate("serving", 1.0), verdict=Verdict.PROVEN, effective_cases=40.0)


def open_one(model: str, cost: float, accuracy: float, cases: float = 20.0) -> Candidate:
    found = candidate(model, cost, accuracy, meets=False)
    return replace(found, verdict=Verdict.OPEN, effective_cases=cases, confidence=0.9)


def of(*high: Candidate) -> RoutingTable:
    low = (replace(SERVING, model="small"),)
    return table(tiers=Tiers(low=low, medium=(SERVING,), high=(SERVING, *high)))


@given(st.floats(0.5, 0.95), st.floats(0.01, 0.04), st.sampled_from([0.8, 0.9, 0.95]))
def test_as_many_cases_are_asked_for_as_prove_it_and_no_more(
    bar: float, above: float, confidence: float
) -> None:
    rate = bar + above
    cases = cases_to_prove_at(rate, bar, confidence)
    assert wilson(rate * cases, cases, confidence)[0] == pytest.approx(bar, abs=1e-9)
    assert wilson(rate * cases * 1.1, cases * 1.1, confidence)[0] > bar


def test_only_open_cheaper_candidates_are_named_and_those_that_need_least_first() -> None:
    far, near = open_one("far", 0.1, 0.75), open_one("near", 0.5, 0.8)
    never = open_one("never", 0.2, 0.6)
    rejected = replace(far, model="rejected", verdict=Verdict.REJECTED)
    expensive = open_one("expensive", 2.0, 0.8)
    found = list(next_proofs(of(far, near, never, rejected, expensive), {}, {}))
    assert [(p.tier, p.candidate) for p in found] == [
        (Tier.HIGH, name) for name in ("near", "far", "never")
    ]
    assert found[2].to_measure is None
    assert found[2].cost_usd is None
    more = found[0].to_measure or 0
    assert wilson(0.8 * (20 + more), 20 + more, 0.9)[0] >= 0.7
    assert wilson(0.8 * (19 + more), 19 + more, 0.9)[0] < 0.7 or more == 1
    assert found[0].cost_usd == pytest.approx(more * 0.5)
    assert found[0].saving_share == pytest.approx(0.5)
    assert found[0].saving_usd is None


def test_a_month_is_thirty_of_yesterday_by_the_decisions_of_the_tier() -> None:
    spent = {"serving": 10.0, "small": 1.0}
    counts = {(Tier.MEDIUM, "r"): 30, (Tier.HIGH, "r"): 10, (Tier.LOW, "r"): 500}
    (found,) = next_proofs(of(open_one("near", 0.5, 0.8)), spent, counts)
    assert found.saving_usd == pytest.approx(10.0 * 0.25 * 30 * 0.5)
    assert serving_models(of()) == {"serving", "small"}


def test_without_counted_decisions_a_shared_bill_is_unknown() -> None:
    (found,) = next_proofs(of(open_one("near", 0.5, 0.8)), {"serving": 10.0}, {})
    assert found.saving_usd is None
    assert TIERS[-1] is found.tier
