"""A plan says what a run would do and cost before it does anything."""

import math
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.dataset import DeciderCase
from contracts.errors import Refused
from contracts.evidence import Evidence, conditions_of
from contracts.plan import CandidatePlan, Plan
from contracts.price import Price
from contracts.run import Lane, Run, RunKind
from contracts.statistics import cases_to_prove, wilson
from contracts.tier import TIERS
from functions.benchmark.runs.estimate import candidate_plan, total
from functions.benchmark.runs.plan import plan
from functions.benchmark.runs.reuse import Carried
from tests.benchmark.conftest import Bench
from tests.samples import classifier_case, decider_case, result, run

BUDGET = 20
PER_TIER = 6
CASES = [decider_case(f"{tier}-{n}", tier) for tier in TIERS for n in range(PER_TIER)]
PRICES = {"d/cheap": Price(prompt=1e-7, completion=4e-7)}


def planned(bench: Bench, of: Run, cases: Sequence[DeciderCase] = CASES) -> Plan:
    return plan(of, cases, bench.evidence, BUDGET).plan


def wanted(**changes: Any) -> Run:
    return run(cases=len(CASES), **{"deciderModels": [{"id": "d/cheap"}], **changes})


def keep(bench: Bench, of: Run, cases: Sequence[DeciderCase], cost: float | None = 0.25) -> None:
    conditions = conditions_of(of, "d/cheap", "")
    for case in cases:
        row = result(of, case.case_id, tier=case.tier, cost=cost, digest=case.digest)
        bench.evidence.keep(Evidence(conditions=conditions, result=row))


def test_carried_and_measured_are_counted_for_each_candidate(bench: Bench) -> None:
    of = wanted(deciderModels=[{"id": "d/cheap"}, {"id": "d/dear"}], deciderRepetitions=2)
    keep(bench, of, CASES[:5])
    found = planned(bench, of)
    assert [(p.candidate, p.carried, p.measured) for p in found.candidates] == [
        ("d/cheap", 5, 31),
        ("d/dear", 0, 36),
    ]
    assert (found.carried, found.measured, found.cases) == (5, 67, len(CASES))
    assert found.candidates[0].why == {"not measured yet": 31}


def test_without_evidence_everything_is_measured(bench: Bench) -> None:
    of = wanted()
    keep(bench, of, CASES)
    found = plan(of, CASES, None, BUDGET)
    assert (found.plan.measured, found.carried) == (len(CASES), ())


def test_a_run_that_carries_everything_costs_and_takes_nothing(bench: Bench) -> None:
    of = wanted()
    keep(bench, of, CASES)
    found = planned(bench, of)
    (only,) = found.candidates
    assert only.basis == "nothing to measure"
    assert found.cost is not None
    assert (found.cost.high, found.minutes, found.tasks, found.measured) == (0, 0, 0, 0)


def test_the_cost_comes_from_list_prices_until_enough_was_measured(bench: Bench) -> None:
    of = wanted().model_copy(update={"prices": PRICES})
    (listed,) = planned(bench, of).candidates
    keep(bench, of, CASES[:4])
    (still,) = planned(bench, of).candidates
    keep(bench, of, CASES[:5])
    (measured,) = planned(bench, of).candidates
    assert [p.basis for p in (listed, still, measured)] == ["list prices"] * 2 + ["measured"]
    assert measured.cost is not None
    assert measured.cost.expected == pytest.approx(0.25 * 13)
    assert measured.minutes == pytest.approx(13 * 0.1 / 60)
    assert listed.minutes is None


def test_what_was_measured_under_other_conditions_is_still_a_guide_to_the_cost(
    bench: Bench,
) -> None:
    keep(bench, wanted(caseTimeout=60), CASES)
    (found,) = planned(bench, wanted()).candidates
    assert (found.carried, found.basis) == (0, "measured")
    assert found.why == {"measured under different conditions (limits)": len(CASES)}


def test_one_unknown_cost_makes_the_whole_unknown_and_never_cheap(bench: Bench) -> None:
    of = wanted(deciderModels=[{"id": "d/cheap"}, {"id": "d/dear"}])
    of = of.model_copy(update={"prices": PRICES})
    found = planned(bench, of)
    assert [p.basis for p in found.candidates] == ["list prices", "unknown"]
    assert found.candidates[0].cost is not None
    assert (found.candidates[1].cost, found.cost, found.minutes) == (None, None, None)


def test_costs_that_were_never_named_are_no_evidence_of_a_cost(bench: Bench) -> None:
    of = wanted()
    keep(bench, of, CASES[:5], cost=None)
    assert planned(bench, of).candidates[0].basis == "unknown"


_COSTS = st.lists(st.floats(0, 50), min_size=5, max_size=30)


@given(_COSTS, st.integers(0, 300))
def test_a_measured_cost_lies_between_its_bounds(costs: list[float], cases: int) -> None:
    of = wanted()
    known = [
        Evidence(conditions=conditions_of(of, "d/cheap", ""), result=result(of, cost=cost))
        for cost in costs
    ]
    _require_ordered(candidate_plan(of, [_todo(cases)], known, cases))


_PRICE = st.floats(0, 1e-3)


@given(_PRICE, _PRICE, st.integers(0, 300), st.sampled_from(RunKind))
def test_a_listed_cost_lies_between_its_bounds(
    prompt: float, completion: float, cases: int, kind: RunKind
) -> None:
    price = {"d/cheap": Price(prompt=prompt, completion=completion)}
    of = run(kind).model_copy(update={"prices": price})
    _require_ordered(candidate_plan(of, [_todo(cases)], [], cases))


def _todo(cases: int) -> Carried:
    lane = Lane(candidate="d/cheap", repetition=0, expected=cases)
    return Carried(lane, (), tuple(f"case-{n}" for n in range(cases)))


def _require_ordered(found: CandidatePlan) -> None:
    assert found.cost is not None
    assert 0 <= found.cost.low <= found.cost.expected <= found.cost.high
    assert total([found.cost, None]) is None
    assert total([found.cost]) == found.cost


def test_no_more_tasks_than_chunks_and_than_the_config_allows(bench: Bench) -> None:
    assert planned(bench, wanted(chunkSize=9, maxConcurrency=4)).tasks == 2
    assert planned(bench, wanted(chunkSize=1, maxConcurrency=4)).tasks == 4
    requests = [classifier_case(f"case-{n}") for n in range(3)]
    found = plan(run(RunKind.CLASSIFIER), requests, bench.evidence, BUDGET)
    assert found.plan.tasks == 0


def test_more_tasks_at_a_time_than_the_budget_are_refused_with_the_remedy(bench: Bench) -> None:
    with pytest.raises(Refused, match=r"maxConcurrency: 21 .* than the container budget of 20"):
        planned(bench, wanted(maxConcurrency=21))
    assert planned(bench, wanted(maxConcurrency=20)).tasks > 0


def test_a_bank_that_cannot_prove_the_bar_is_refused_with_the_numbers(bench: Bench) -> None:
    with pytest.raises(Refused, match=r"casesPerTier: 6 cases of tier low .* 0.8 .* 0.9: .* 7;"):
        planned(bench, wanted(minAccuracy=0.8))
    with pytest.raises(Refused, match="more cases than any dataset has"):
        planned(bench, wanted(minAccuracy=1))
    with pytest.raises(Refused, match="5 cases of tier medium"):
        planned(bench, wanted(minAccuracy=0.77), [c for c in CASES if c.case_id != "medium-0"])
    assert planned(bench, wanted(minAccuracy=1, rule="mean")).measured == len(CASES)


@given(st.floats(0.01, 0.999), st.floats(0.8, 0.95))
def test_as_many_cases_prove_the_bar_and_one_less_does_not(bar: float, confidence: float) -> None:
    needed = int(cases_to_prove(bar, confidence))
    assert wilson(needed, needed, confidence)[0] >= bar - 1e-9
    if needed > 1:
        assert wilson(needed - 1, needed - 1, confidence)[0] < bar


def test_no_number_of_cases_proves_perfection() -> None:
    assert cases_to_prove(1, 0.9) == math.inf
    assert cases_to_prove(0, 0.9) == 0


def test_the_digest_is_that_of_this_plan_and_changes_with_what_would_be_done(bench: Bench) -> None:
    of = wanted()
    before = planned(bench, of).digest
    assert planned(bench, of).digest == before
    others = {
        planned(bench, wanted(minAccuracy=0.71)).digest,
        planned(bench, of, [*CASES, decider_case("another")]).digest,
        planned(bench, of.model_copy(update={"dataset": "1" * 16})).digest,
    }
    keep(bench, of, CASES[:1])
    assert len({before, planned(bench, of).digest, *others}) == 5
