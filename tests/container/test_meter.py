"""The meter counts the calls of a case."""

import json

import pytest

from container.meter import CaseMeter, merged
from container.usage import AnswerReader
from contracts.attempt import Meter
from contracts.failure import FailureCause
from contracts.worker_tasks import CaseLimits


@pytest.fixture
def meter() -> CaseMeter:
    return CaseMeter("m", None, CaseLimits(timeout=1, max_calls=3, max_cost_usd=0.5))


def call(meter: CaseMeter, usage: object, status: int = 200) -> str | None:
    refusal = meter.admit(None)
    if refusal is None:
        meter.answered(status)
        meter.used(usage)
        meter.ended()
    return refusal


def test_a_call_under_way_makes_the_cost_unknown_until_it_ends(meter: CaseMeter) -> None:
    meter.admit(None)
    assert meter.read().cost_usd is None
    meter.used({"cost": 0.1})
    meter.ended()
    assert meter.read().cost_usd == 0.1


def test_one_unknown_cost_does_not_lift_the_cap(meter: CaseMeter) -> None:
    assert call(meter, None) is None
    assert call(meter, {"cost": 0.6}) is None
    assert "USD are spent" in str(call(meter, {}))
    assert meter.read().cost_usd is None
    assert meter.trouble is FailureCause.BUDGET_SPENT


@pytest.mark.parametrize("cost", [True, "0.1", -1, float("nan"), float("inf"), None])
def test_a_cost_that_is_no_amount_is_unknown(meter: CaseMeter, cost: object) -> None:
    call(meter, {"cost": cost})
    assert meter.read().cost_usd is None


@pytest.mark.parametrize(
    ("status", "cause"),
    [
        (0, FailureCause.PROVIDER_ERROR),
        (408, FailureCause.PROVIDER_ERROR),
        (529, FailureCause.PROVIDER_ERROR),
        (429, FailureCause.RATE_LIMITED),
        (401, FailureCause.PROVIDER_REFUSED),
        (404, FailureCause.PROVIDER_REFUSED),
        (200, None),
    ],
)
def test_the_last_answer_names_the_trouble(
    meter: CaseMeter, status: int, cause: FailureCause | None
) -> None:
    meter.answered(500)
    meter.answered(status)
    assert meter.trouble is cause


def test_what_fails_after_the_end_is_not_the_providers_fault(meter: CaseMeter) -> None:
    meter.close()
    meter.answered(0)
    meter.broke(502)
    assert (meter.trouble, meter.read().statuses) == (None, {})


@pytest.mark.parametrize(
    ("statuses", "disturbed"),
    [([], False), ([200], False), ([401], False), ([0], True), ([500, 200], True), ([429], True)],
)
def test_a_provider_that_failed_once_has_disturbed_the_case(
    meter: CaseMeter, statuses: list[int], disturbed: bool
) -> None:
    for status in statuses:
        meter.answered(status)
    assert meter.disturbed is disturbed


def test_an_answer_that_breaks_off_has_disturbed_the_case(meter: CaseMeter) -> None:
    meter.answered(200)
    meter.broke(502)
    assert meter.disturbed


def test_a_call_that_failed_twice_is_hopeless_until_one_succeeds(meter: CaseMeter) -> None:
    meter.answered(500)
    assert not meter.hopeless
    meter.answered(500, again=True)
    assert meter.hopeless
    meter.answered(200)
    assert not meter.hopeless


def test_meters_of_two_tries_add_up() -> None:
    both = merged(
        Meter(calls=1, cost_usd=0.5, statuses={"200": 1}, efforts=("low",)),
        Meter(calls=2, refused=1, cost_usd=0.25, statuses={"200": 1, "500": 1}, efforts=("low",)),
    )
    assert (both.calls, both.refused, both.cost_usd) == (3, 1, 0.75)
    assert (both.statuses, both.efforts) == ({"200": 2, "500": 1}, ("low",))
    assert merged(Meter(), Meter(cost_usd=None)).cost_usd is None


EVENTS = b'data: {"choices": [{"delta": {"content": "say \\"error\\""}}]}\n\n: comment\n\n'


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_usage_is_found_however_the_stream_is_cut(size: int) -> None:
    text = EVENTS + b'data: {"usage": {"cost": 1}, "choices": []}\n\ndata: [DONE]\n\n'
    reader = AnswerReader(stream=True)
    for start in range(0, len(text), size):
        reader.feed(text[start : start + size])
    reader.end()
    assert (reader.usage, reader.error) == ({"cost": 1}, None)


def test_what_is_said_is_heard_and_reasoning_and_tools_are_not() -> None:
    reader = AnswerReader(stream=True)
    for delta in (
        {"content": "4"},
        {"reasoning": "hm"},
        {"tool_calls": [{"function": {"arguments": "x"}}]},
        {"content": None},
        {"content": "2"},
    ):
        reader.feed(b"data: " + json.dumps({"choices": [{"delta": delta}]}).encode() + b"\n\n")
    reader.end()
    assert reader.text == "42"
    whole = AnswerReader(stream=False)
    whole.feed(b'{"choices": [{"message": {"content": "42"}}]}')
    whole.end()
    assert whole.text == "42"


def test_a_budget_holds_what_a_call_is_known_to_cost(meter: CaseMeter) -> None:
    assert meter.admit(None, 0.4) is None
    meter.used(None, 0.4)
    meter.ended()
    assert "USD are spent" in str(meter.admit(None, 0.2))
    assert meter.admit(None, 0.05) is None


@pytest.mark.parametrize(
    ("error", "status"), [('{"code": 429}', 429), ('{"code": "x"}', 502), ('"gone"', 502)]
)
def test_an_error_within_an_answer_is_found(error: str, status: int) -> None:
    for stream, text in ((True, f'data: {{"error": {error}}}\n'), (False, f'{{"error":{error}}}')):
        reader = AnswerReader(stream=stream)
        reader.feed(text.encode())
        reader.end()
        assert reader.error == status
