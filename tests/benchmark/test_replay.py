"""Classifier candidates: each request is replayed once, scored, and tried again in time."""

import pytest

from adapters.dynamodb.claims import Claims
from contracts.chunk import RunMessage
from contracts.completion import Completion
from contracts.errors import ProviderFailure
from contracts.failure import FailureCause
from contracts.run import Run, RunKind, RunStatus
from functions.benchmark.grade.replay import BUSY_SECONDS
from tests.benchmark.conftest import Bench, chunks_in, good
from tests.samples import NOON, run


def started_alone(bench: Bench, **changes: object) -> Run:
    one = {"classifierModels": ["c/one"], "maxTries": 2, "retryPause": 30}
    return bench.begin(run(RunKind.CLASSIFIER, **{**one, **changes}))  # type: ignore[arg-type]


def paid(*_: object) -> Completion:
    raise AssertionError("nothing may be paid for here")


def down(*_: object) -> Completion:
    raise ProviderFailure(FailureCause.PROVIDER_ERROR, "HTTP 500")


def test_replayed_cases_are_scored_and_the_run_is_announced(bench: Bench) -> None:
    started = started_alone(bench)
    bench.replay(chunks_in(bench.replays)[0], good)
    assert [r.score for r in bench.runs.results(started.run_id)] == [1.0, 1.0]
    assert set(bench.publishes.sent) == {RunMessage(run_id=started.run_id)}


def test_a_repeated_chunk_pays_for_nothing_that_is_stored(bench: Bench) -> None:
    started_alone(bench)
    bench.replay(chunks_in(bench.replays)[0], good)
    bench.publishes.lose()
    bench.replay(chunks_in(bench.replays)[0], paid)
    assert bench.publishes.sent


def test_an_answer_nobody_can_read_is_graded_as_such(bench: Bench) -> None:
    started = started_alone(bench, cases=1)
    bench.replay(chunks_in(bench.replays)[0], lambda *_: Completion("hm", 0.001))
    (stored,) = bench.runs.results(started.run_id)
    assert (stored.cause, stored.score) == (FailureCause.UNREADABLE_ANSWER, 0.0)
    assert (stored.cost_usd, stored.graded) == (0.002, True)


def test_while_the_provider_is_down_a_case_is_tried_again_later_and_then_left_as_a_hole(
    bench: Bench,
) -> None:
    started = started_alone(bench, cases=1)
    pauses: list[float] = []
    first = chunks_in(bench.replays)[0]
    bench.replay(first, down, pauses)
    assert (bench.runs.results(started.run_id), bench.publishes.sent) == ([], [])
    assert (chunks_in(bench.replays)[1].attempt, bench.replays.delays) == (1, [0, 30])
    bench.replay(chunks_in(bench.replays)[1], down, pauses)
    (stored,) = bench.runs.results(started.run_id)
    assert (stored.cause, stored.graded) == (FailureCause.PROVIDER_ERROR, False)
    assert (stored.cost_usd, stored.detail, len(pauses)) == (None, "HTTP 500", 2)
    assert bench.lane(started, "c/one").unpriced == 2
    assert bench.publishes.sent


def test_a_try_that_was_counted_is_not_paid_again_but_the_next_one_is_sent(bench: Bench) -> None:
    started = started_alone(bench, cases=1)
    bench.claims = Claims(bench.runs.items, 0)
    bench.replay(chunks_in(bench.replays)[0], down)
    bench.replay(chunks_in(bench.replays)[0], paid)
    assert [chunk.attempt for chunk in chunks_in(bench.replays)] == [0, 1, 1]
    assert bench.lane(started, "c/one").tries == 1


def test_a_case_that_another_delivery_works_on_is_left_for_later(bench: Bench) -> None:
    started = started_alone(bench)
    chunk = chunks_in(bench.replays)[0]
    bench.claims.take(chunk, "case-0", "somebody else")
    bench.replay(chunk, good)
    assert [r.case_id for r in bench.runs.results(started.run_id)] == ["case-1"]
    assert chunks_in(bench.replays)[1].case_ids == ("case-0",)
    assert bench.replays.delays[1] == BUSY_SECONDS


@pytest.mark.parametrize("ended", [RunStatus.CANCELLED, RunStatus.STOPPED_AT_BUDGET])
def test_nothing_is_paid_for_in_a_run_that_was_ended(bench: Bench, ended: RunStatus) -> None:
    started = started_alone(bench)
    bench.runs.end(started, NOON, ended)
    bench.replay(chunks_in(bench.replays)[0], paid)
    assert bench.runs.results(started.run_id) == []
