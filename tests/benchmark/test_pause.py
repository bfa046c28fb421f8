"""A key that is refused or a quota that is exhausted pauses the run; it makes no hole."""

from typing import Any

import pytest

from contracts.admin import ResumeRun
from contracts.attempt import Meter
from contracts.completion import Completion
from contracts.errors import ProviderFailure
from contracts.failure import FailureCause
from contracts.run import RunKind, RunStatus
from tests.benchmark.conftest import Bench, chunks_in, good
from tests.samples import run

CAUSES = (FailureCause.KEY_REFUSED, FailureCause.QUOTA_EXHAUSTED)
WORDS = {
    FailureCause.KEY_REFUSED: "set a valid key with `autoroute provider set --base-url URL`",
    FailureCause.QUOTA_EXHAUSTED: "top up the account at the provider",
}


@pytest.mark.parametrize("cause", CAUSES)
def test_a_decider_run_pauses_with_a_word_to_the_admin_and_goes_on_when_resumed(
    bench: Bench, cause: FailureCause
) -> None:
    started = bench.begin(run(cases=1, deciderModels=[{"id": "d/cheap"}]))
    paid = Meter(calls=2, cost_usd=None, known_cost_usd=0.25)
    bench.grade(started, "case-0", cause=cause, detail="HTTP 402: no credit", meter=paid)
    found = bench.runs.require(started.run_id)
    assert found.status is RunStatus.PAUSED
    assert found.error == (
        f"{cause}: HTTP 402: no credit; {WORDS[cause]}, "
        f"then `autoroute run resume {started.run_id}`"
    )
    lane = bench.lane(started)
    assert (lane.done, lane.holes, lane.tries, lane.cost_usd, lane.unpriced) == (0, 0, 1, 0.25, 1)
    bench.controller.resume(started.run_id, ResumeRun())
    bench.dispatch(started.run_id)
    number = chunks_in(bench.chunks)[-1].attempt
    bench.grade(started, "case-0", attempt=number)
    assert (bench.lane(started).done, bench.lane(started).holes) == (1, 0)


def test_two_messages_of_a_pausing_attempt_pause_once_and_count_once(bench: Bench) -> None:
    started = bench.begin(run(cases=1, deciderModels=[{"id": "d/cheap"}]))
    for _ in range(2):
        bench.grade(started, "case-0", cause=FailureCause.KEY_REFUSED, detail="x")
    assert bench.lane(started).tries == 1
    assert bench.runs.active(RunKind.DECIDER) is None


def test_a_classifier_run_pauses_before_it_pays_for_more(bench: Bench) -> None:
    started = bench.begin(run(RunKind.CLASSIFIER, classifierModels=["c/one"], cases=8))
    asked: list[object] = []

    def refused(*of: object) -> Completion:
        asked.append(of)
        raise ProviderFailure(FailureCause.KEY_REFUSED, "/chat/completions: HTTP 401")

    (first, *_) = chunks_in(bench.replays)
    bench.replay(first, refused)
    assert bench.runs.require(started.run_id).status is RunStatus.PAUSED
    bench.replay(first, refused)
    assert len(asked) <= len(first.case_ids)
    assert bench.runs.results(started.run_id) == []
    bench.controller.resume(started.run_id, ResumeRun())
    bench.dispatch(started.run_id)
    bench.replay(chunks_in(bench.replays)[-1], good)
    assert bench.runs.results(started.run_id)


def test_what_the_provider_asks_for_is_waited_for_before_the_next_attempt(bench: Bench) -> None:
    started = bench.begin(run(cases=1, deciderModels=[{"id": "d/cheap"}], retryPause=30))
    late: dict[str, Any] = {
        "cause": FailureCause.RATE_LIMITED,
        "detail": "HTTP 429",
        "retry_after": 100.5,
    }
    bench.grade(started, "case-0", **late)
    assert bench.chunks.delays[-1] == 101
