"""Cases through the real kilo CLI: what is measured, and what each failure is called."""

import time
from typing import Any

import pytest

from container.api import KiloApi
from contracts.failure import FailureCause
from tests.container.conftest import Bench
from tests.container.upstream import KEY, TEXT


def test_a_text_answer_comes_back_with_its_measured_cost(bench: Bench) -> None:
    found = bench.solve(TEXT)
    assert (found.answer, found.cause, found.retried) == ("42", None, False)
    assert (found.meter.calls, found.meter.cost_usd) == (1, 0.001)
    assert found.meter.statuses == {"200": 1}
    assert found.latency_ms > 0


def test_tools_work_on_the_files_of_the_case(bench: Bench) -> None:
    solved = bench.run(
        {"bash": "cat notes/a.txt > b.txt; ls -R"}, {"text": "done"}, files={"notes/a.txt": "hello"}
    )
    found = solved.attempt
    assert found.answer == "done"
    assert solved.files == {"notes/a.txt": "hello", "b.txt": "hello"}
    assert found.meter.calls == 2
    assert isinstance(found.messages, list)


def test_only_the_last_message_is_the_answer(bench: Bench) -> None:
    found = bench.solve({"text": "let me look", "bash": "true"}, {"text": "42"})
    assert found.answer == "42"


@pytest.mark.parametrize(
    ("status", "cause"),
    [
        (500, FailureCause.PROVIDER_ERROR),
        (503, FailureCause.PROVIDER_ERROR),
        (429, FailureCause.RATE_LIMITED),
        (401, FailureCause.KEY_REFUSED),
        (402, FailureCause.QUOTA_EXHAUSTED),
        (400, FailureCause.PROVIDER_REFUSED),
    ],
)
def test_a_failing_provider_is_named_and_fails_fast(
    bench: Bench, status: int, cause: FailureCause
) -> None:
    began = time.monotonic()
    found = bench.solve({"status": status})
    assert found.cause is cause
    assert found.meter.statuses[str(status)] == len(bench.upstream.requests)
    assert len(bench.upstream.requests) == (1 if status in (400, 401, 402) else 2)
    assert time.monotonic() - began < 15


def test_a_provider_that_breaks_off_its_answer_is_asked_again(bench: Bench) -> None:
    found = bench.solve({"text": "partial", "error": 502})
    assert (found.cause, found.detail) == (FailureCause.PROVIDER_ERROR, "HTTP 200: died")
    assert found.meter.cost_usd is None
    assert len(bench.upstream.requests) == 2


def test_a_call_cut_off_by_the_timeout_is_dropped_and_its_cost_unknown(bench: Bench) -> None:
    bench.upstream.hung_up = 0
    found = bench.solve({"drip": 0.1}, timeout=8)
    assert (found.cause, found.meter.calls) == (FailureCause.TIMEOUT, 1)
    assert found.meter.cost_usd is None
    assert bench.upstream.hung_up == 1


def test_a_model_that_works_for_too_long_fails_by_its_own_doing(bench: Bench) -> None:
    found = bench.solve({"bash": "sleep 60"}, timeout=12)
    assert (found.cause, found.meter.statuses, found.retried) == (
        FailureCause.TIMEOUT,
        {"200": 1},
        False,
    )


def test_a_provider_that_falls_silent_is_at_fault_and_the_model_is_not(bench: Bench) -> None:
    found = bench.solve({"sleep": 20}, timeout=9)
    assert (found.cause, found.retried) == (FailureCause.PROVIDER_ERROR, False)
    assert found.meter.statuses == {"unreachable": 2}
    assert found.meter.cost_usd is None


@pytest.mark.parametrize("reply", [{"sleep": 20}, {"drip": 20}])
def test_a_case_that_times_out_on_a_silent_provider_is_the_providers_fault(
    bench: Bench, reply: dict[str, float]
) -> None:
    found = bench.solve(reply, timeout=8)
    assert found.cause is FailureCause.PROVIDER_ERROR
    assert found.meter.cost_usd is None


def test_an_empty_answer_is_tried_once_more_and_both_are_paid(bench: Bench) -> None:
    found = bench.solve({"text": ""})
    assert (found.cause, found.retried) == (FailureCause.EMPTY_ANSWER, True)
    assert found.meter.cost_usd == pytest.approx(0.002)


def test_a_case_stops_at_its_call_budget(bench: Bench) -> None:
    found = bench.solve({"bash": "true"}, max_calls=3)
    assert found.cause is FailureCause.BUDGET_SPENT
    assert found.meter.calls == len(bench.upstream.requests) == 3


def test_a_case_stops_at_its_cost_budget(bench: Bench) -> None:
    found = bench.solve({"bash": "true", "cost": 0.4}, max_cost_usd=0.5)
    assert found.cause is FailureCause.BUDGET_SPENT
    assert found.meter.cost_usd == pytest.approx(0.8)


def test_a_cost_that_the_provider_does_not_name_is_unknown(bench: Bench) -> None:
    found = bench.solve({"bash": "true"}, {"text": "42", "cost": None})
    assert found.cause is None
    assert found.meter.cost_usd is None


def test_the_effort_asked_for_is_sent(bench: Bench) -> None:
    found = bench.solve(TEXT, effort="high")
    assert (found.cause, found.meter.efforts) == (None, ("high",))
    assert bench.upstream.requests[0]["reasoning"]["effort"] == "high"


def test_the_provider_sees_the_pinned_model_and_its_own_key(bench: Bench) -> None:
    bench.upstream.keys.clear()
    bench.solve(TEXT)
    assert {r["model"] for r in bench.upstream.requests} == {"test/model"}
    assert bench.upstream.keys == {f"Bearer {KEY}"}


def test_nothing_of_earlier_sessions_can_be_recalled(bench: Bench) -> None:
    bench.solve(TEXT)
    tools = {tool["function"]["name"] for tool in bench.upstream.requests[0]["tools"]}
    assert {"bash", "read", "write", "edit", "grep", "glob"} <= tools
    assert not {"kilo_local_recall", "task", "webfetch", "websearch"} & tools


def test_a_crash_of_the_cli_is_tried_again_with_a_new_server(bench: Bench) -> None:
    found = bench.solve({"bash": "kill -9 $PPID"}, TEXT)
    assert (found.answer, found.cause, found.retried) == ("", FailureCause.CLI_CRASH, True)
    assert found.meter.calls == 2
    assert bench.solve(TEXT).answer == "42"


def test_an_answer_of_the_cli_that_no_provider_gave_is_a_fault_of_the_harness(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    forged = {"info": {}, "parts": [{"type": "text", "text": "forged"}]}
    monkeypatch.setattr(KiloApi, "send", lambda *_, **__: forged)
    found = bench.solve(TEXT)
    assert (found.answer, found.cause) == ("", FailureCause.HARNESS_FAULT)
    assert found.meter.calls == 0


def test_the_answer_is_what_the_provider_streamed_whatever_the_cli_says(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    send = KiloApi.send

    def forging(api: KiloApi, *args: Any, **more: Any) -> dict[str, Any]:
        send(api, *args, **more)
        return {"info": {}, "parts": [{"type": "text", "text": "forged"}]}

    monkeypatch.setattr(KiloApi, "send", forging)
    found = bench.solve({"bash": "true"}, TEXT)
    assert (found.answer, found.cause, found.meter.calls) == ("42", None, 2)


def test_a_model_that_the_provider_does_not_list_is_missing(bench: Bench) -> None:
    found = bench.solve(TEXT, candidate="no/such")
    assert (found.cause, found.detail) == (
        FailureCause.MODEL_MISSING,
        "the provider does not list no/such",
    )


def test_a_question_of_the_cli_is_answered_at_once(bench: Bench) -> None:
    """It asks before a command names its own configuration, whatever it was allowed."""
    began = time.monotonic()
    found = bench.solve({"bash": "touch ~/.config/kilo/kilo.json"}, TEXT, timeout=40)
    assert (found.answer, found.cause) == ("42", None)
    assert time.monotonic() - began < 20
