"""What comes back instead of an answer, in the worker: by the proxy, and with the real kilo CLI."""

from contextlib import closing

import pytest

from container import exchange
from container.meter import CaseMeter
from contracts.failure import FailureCause
from contracts.limits import CaseLimits
from tests.container.conftest import Bench
from tests.container.test_proxy import _asking, _post
from tests.container.upstream import TEXT
from tests.provider.kinds import ANSWERS, KINDS, NO_ANSWER

# One of each way through the CLI; the proxy's tests have them all.
BY_CLI = (
    *("zero bytes", "only comments", "only the end", "a page", "a redirect to a page"),
    *(
        "cut with a clean close",
        "cut within an event",
        "an error in the choice",
        "an error as text",
    ),
    *(
        "a finish that is an error",
        "a rate limit with 200",
        "an overflow",
        "a filter",
        "402",
        "498",
    ),
)


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchange, "_PAUSE_SECONDS", 0.01)


@pytest.mark.parametrize("name", KINDS)
def test_the_proxy_calls_each_kind_what_it_is(bench: Bench, name: str) -> None:
    kind, limits = KINDS[name], CaseLimits(timeout=9, max_calls=5, max_cost_usd=1)
    meter = CaseMeter("test/model", None, limits)
    bench.upstream.requests.clear()
    with closing(bench.provider.proxy()) as proxy, proxy.metered(meter):
        answered = _post(proxy, _asking({"kind": name}))
    again = kind.cause in (FailureCause.PROVIDER_ERROR, FailureCause.RATE_LIMITED)
    assert (meter.trouble and meter.trouble.cause) is kind.cause
    assert answered.status_code == (400 if kind.cause else 200)
    assert len(bench.upstream.requests) == (2 if again else 1)
    assert meter.read().calls == 1
    if kind.cause is None:
        assert (meter.answer, meter.read().cost_usd) == ("42", kind.cost)
    assert meter.read().known_cost_usd == pytest.approx(kind.cost or kind.least * (1 + again))


@pytest.mark.parametrize("name", BY_CLI)
def test_through_the_cli_it_is_never_an_answer_of_the_model(bench: Bench, name: str) -> None:
    found = bench.solve({"kind": name})
    assert (found.answer, found.cause) == ("", NO_ANSWER[name].cause)
    assert found.detail
    assert len(bench.upstream.requests) <= 4


@pytest.mark.parametrize("name", ANSWERS)
def test_the_cli_reads_an_answer_in_an_unusual_form(bench: Bench, name: str) -> None:
    found = bench.solve({"kind": name})
    assert (found.answer, found.cause, found.meter.cost_usd) == ("42", None, ANSWERS[name].cost)


def test_a_failure_between_two_calls_does_not_reach_the_model(bench: Bench) -> None:
    """The proxy asks once more, and the CLI sees only whole answers."""
    found = bench.solve({"bash": "echo 42"}, TEXT)
    calls = iter([{"kind": "cut with a clean close"}, {"bash": "echo 42"}, TEXT])
    assert found.cause is None
    with bench.upstream.scripted(calls):
        torn = bench.solve(TEXT)
    assert (torn.answer, torn.cause) == (found.answer, None)
    assert torn.meter.cost_usd is None
    assert torn.meter.known_cost_usd == pytest.approx(0.002)


def test_text_that_no_encoder_takes_is_stored(bench: Bench) -> None:
    found = bench.solve({"bash": "printf '\\ud83d'"}, {"text": "half \ud83d an emoji"})
    assert (found.answer, found.cause) == ("half \ufffd an emoji", None)
    assert found.wire_json()


@pytest.mark.parametrize("depth", [90, 400, 3000])
def test_tool_arguments_of_any_depth_end_in_a_stored_attempt(bench: Bench, depth: int) -> None:
    deep = "[" * depth + "]" * depth
    found = bench.solve({"raw_call": deep}, TEXT)
    assert found.cause in (None, FailureCause.HARNESS_FAULT, FailureCause.PROVIDER_ERROR)
    assert found.meter.calls >= 1
    assert found.wire_json()
