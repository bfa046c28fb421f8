"""The meter counts the calls of a case."""

import json

import pytest

from adapters.provider.answers import Answer, read_answer
from adapters.provider.faults import fault_of
from container.heard import Heard, judge_late
from container.meter import CaseMeter, merged
from contracts.attempt import Meter
from contracts.failure import FailureCause
from contracts.limits import CaseLimits


@pytest.fixture
def meter() -> CaseMeter:
    return CaseMeter("m", None, CaseLimits(timeout=1, max_calls=3, max_cost_usd=0.5))


def answer(usage: object) -> Answer:
    message = {"content": "42"}
    return read_answer(json.dumps({"choices": [{"message": message}], "usage": usage}).encode())


def call(meter: CaseMeter, usage: object) -> str | None:
    refusal = meter.admit(None)
    if refusal is None:
        meter.answered(200)
        meter.used(answer(usage))
        meter.ended()
    return refusal


def failed(meter: CaseMeter, status: int, *, again: bool = False) -> None:
    meter.answered(status, None if status == 200 else fault_of(status), again=again)


def test_a_call_under_way_makes_the_cost_unknown_until_it_ends(meter: CaseMeter) -> None:
    meter.admit(None)
    assert meter.read().cost_usd is None
    meter.used(answer({"cost": 0.1}))
    meter.ended()
    assert meter.read().cost_usd == 0.1


def test_one_unknown_cost_does_not_lift_the_cap(meter: CaseMeter) -> None:
    assert call(meter, None) is None
    assert call(meter, {"cost": 0.6}) is None
    assert "USD are spent" in str(call(meter, {}))
    assert meter.read().cost_usd is None
    assert meter.trouble is not None
    assert meter.trouble.cause is FailureCause.BUDGET_SPENT
    assert meter.read().known_cost_usd == 0.6


@pytest.mark.parametrize("cost", [True, "x", -1, 1e9, float("nan"), float("inf"), None])
def test_a_cost_that_is_no_amount_is_unknown(meter: CaseMeter, cost: object) -> None:
    call(meter, {"cost": cost})
    assert meter.read().cost_usd is None


def test_the_last_answer_names_the_trouble(meter: CaseMeter) -> None:
    failed(meter, 500)
    failed(meter, 401)
    assert meter.trouble is not None
    assert meter.trouble.cause is FailureCause.KEY_REFUSED
    failed(meter, 200)
    assert meter.trouble is None


def test_what_fails_after_the_end_is_not_the_providers_fault(meter: CaseMeter) -> None:
    meter.close()
    failed(meter, 0)
    assert (meter.trouble, meter.read().statuses) == (None, {})


@pytest.mark.parametrize(
    ("statuses", "disturbed"),
    [([], False), ([200], False), ([401], False), ([0], True), ([500, 200], True), ([429], True)],
)
def test_a_provider_that_failed_once_has_disturbed_the_case(
    meter: CaseMeter, statuses: list[int], disturbed: bool
) -> None:
    for status in statuses:
        failed(meter, status)
    assert meter.disturbed is disturbed


def test_an_answer_that_breaks_off_has_disturbed_the_case(meter: CaseMeter) -> None:
    meter.answered(200, fault_of(200, {"code": 502}))
    assert meter.disturbed


def test_a_call_that_failed_twice_is_hopeless_until_one_succeeds(meter: CaseMeter) -> None:
    failed(meter, 500)
    assert not meter.hopeless
    failed(meter, 500, again=True)
    assert meter.hopeless
    failed(meter, 200)
    assert not meter.hopeless


def test_a_provider_that_asks_for_a_long_wait_is_not_asked_again_at_once(meter: CaseMeter) -> None:
    meter.answered(429, fault_of(429, None, 60.0))
    assert meter.hopeless


def test_what_is_known_of_a_call_that_broke_off_is_a_lower_bound(meter: CaseMeter) -> None:
    call(meter, {"cost": 0.1})
    meter.used(
        read_answer(b'data: {"choices": [{"delta": {"content": "4"}}], "usage": {"cost": 0.03}}')
    )
    meter.used(None)
    assert meter.read().cost_usd is None
    assert meter.read().known_cost_usd == pytest.approx(0.13)


def test_meters_of_two_tries_add_up() -> None:
    both = merged(
        Meter(calls=1, cost_usd=0.5, statuses={"200": 1}, efforts=("low",)),
        Meter(calls=2, refused=1, cost_usd=0.25, statuses={"200": 1, "500": 1}, efforts=("low",)),
    )
    assert (both.calls, both.refused, both.cost_usd) == (3, 1, 0.75)
    assert (both.statuses, both.efforts) == ({"200": 2, "500": 1}, ("low",))
    assert merged(Meter(), Meter(cost_usd=None)).cost_usd is None


def test_a_budget_holds_what_a_call_is_known_to_cost(meter: CaseMeter) -> None:
    assert meter.admit(None, 0.4) is None
    meter.used(None, 0.4)
    meter.ended()
    assert "USD are spent" in str(meter.admit(None, 0.2))
    assert meter.admit(None, 0.05) is None


LATE = Heard("", FailureCause.TIMEOUT, "no answer after 1 s")


def test_a_time_that_ends_before_any_model_was_asked_is_the_workers_fault(
    meter: CaseMeter,
) -> None:
    found = judge_late(LATE, meter)
    assert found.cause is FailureCause.HARNESS_FAULT
    assert found.detail == "no answer after 1 s: the CLI asked no model"


def test_a_time_that_ends_while_the_model_works_is_its_own_fault(meter: CaseMeter) -> None:
    call(meter, None)
    assert judge_late(LATE, meter) == LATE


def test_a_time_that_ends_after_the_provider_failed_is_the_providers_fault(
    meter: CaseMeter,
) -> None:
    meter.admit(None)
    failed(meter, 503)
    assert judge_late(LATE, meter).cause is FailureCause.PROVIDER_ERROR
