"""Attempts are graded once, in whatever order and however often they are announced."""

import itertools
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contracts.admin import ResumeRun
from contracts.chunk import GradeMessage
from contracts.failure import FailureCause
from contracts.run import Run, RunStatus
from functions.benchmark.grade.grader import AttemptMissing
from tests.benchmark.conftest import Bench, chunks_in
from tests.samples import NOON, attempt, decider_case, run

_HOUR = itertools.count(1)


def alone(**changes: object) -> Run:
    """Return a new run of one candidate."""
    at = NOON + timedelta(hours=next(_HOUR))
    one = {"cases": 1, "deciderModels": [{"id": "d/cheap"}], "maxTries": 2, "retryPause": 30}
    return run(at=at, **{**one, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("answer", "cause", "expected"),
    [
        ("42", None, None),
        ("41", None, FailureCause.WRONG_ANSWER),
        ("  ", None, FailureCause.EMPTY_ANSWER),
        ("42", "timeout", FailureCause.TIMEOUT),
        ("", "provider_refused", FailureCause.PROVIDER_REFUSED),
    ],
)
def test_the_verdict_is_the_check_unless_the_attempt_ended_before(
    bench: Bench, answer: str, cause: str | None, expected: FailureCause | None
) -> None:
    started = bench.begin(alone())
    bench.grade(started, "case-0", answer, cause=cause)
    (stored,) = bench.runs.results(started.run_id)
    assert (stored.cause, stored.score) == (expected, 0.0 if expected else 1.0)
    assert stored.case_digest == decider_case("case-0").digest


def test_an_attempt_that_is_not_stored_is_an_error(bench: Bench) -> None:
    with pytest.raises(AttemptMissing, match="key: an attempt of run r is not in the bucket"):
        bench.grader.grade(GradeMessage(run_id="r", key="lost"))


def test_an_attempt_without_verdict_is_paid_tried_again_and_at_last_a_hole(bench: Bench) -> None:
    started = bench.begin(alone())
    bench.chunks.lose()
    bench.grade(started, "case-0", cause="rate_limited")
    (again,) = chunks_in(bench.chunks)
    assert (again.case_ids, again.attempt, bench.chunks.delays) == (("case-0",), 1, [30])
    lane = bench.lane(started)
    assert (lane.done, lane.tries, lane.cost_usd) == (0, 1, 0.25)
    bench.grade(started, "case-0", cause="rate_limited", attempt=1)
    lane = bench.lane(started)
    assert (lane.done, lane.holes, lane.tries, lane.cost_usd) == (1, 1, 1, 0.5)
    assert (len(chunks_in(bench.chunks)), len(bench.publishes.sent)) == (1, 1)


def test_a_later_try_brings_the_verdict(bench: Bench) -> None:
    started = bench.begin(alone())
    bench.grade(started, "case-0", cause="cli_crash")
    bench.grade(started, "case-0", attempt=1)
    stored = bench.result(started, "case-0")
    assert stored is not None
    assert (stored.score, stored.attempt, stored.cost_usd) == (1.0, 1, 0.25)


@pytest.mark.parametrize("cause", ["provider_error", "provider_refused"])
def test_in_a_run_that_was_ended_a_case_without_verdict_stays_open(
    bench: Bench, cause: str
) -> None:
    started = bench.begin(alone(maxTries=1))
    bench.controller.cancel(started.run_id, NOON, "tester")
    bench.chunks.lose()
    bench.grade(started, "case-0", cause=cause)
    lane = bench.lane(started)
    assert (lane.done, lane.holes, lane.tries, lane.cost_usd) == (0, 0, 1, 0.25)
    assert (bench.result(started, "case-0"), chunks_in(bench.chunks)) == (None, [])


def test_a_verdict_of_an_earlier_round_counts_and_everything_else_of_it_is_tried_again(
    bench: Bench,
) -> None:
    started = bench.begin(alone(cases=2))
    bench.controller.cancel(started.run_id, NOON, "tester")
    resumed = bench.controller.resume(started.run_id, ResumeRun())
    bench.chunks.lose()
    bench.grade(resumed, "case-0")
    bench.grade(resumed, "case-1", cause="provider_refused")
    (again,) = chunks_in(bench.chunks)
    assert (again.case_ids, again.attempt, bench.chunks.delays) == (("case-1",), 2, [0])
    assert bench.lane(started).done == 1


Story = list[str | None]
_STORY = st.lists(
    st.sampled_from([None, "timeout", "provider_error", "cli_crash"]), min_size=1, max_size=3
)


@st.composite
def _disorder(draw: st.DrawFn) -> tuple[list[Story], list[int]]:
    """Draw the outcomes of the tries of a few cases, and an order of their messages: each at least
    once."""
    stories = draw(st.lists(_STORY.map(_until_verdict), min_size=1, max_size=3))
    every = list(range(sum(map(len, stories))))
    twice = draw(st.lists(st.sampled_from(every), max_size=4))
    return stories, draw(st.permutations([*every, *twice]))


def _until_verdict(causes: Story) -> Story:
    """Return the tries up to the first with a verdict."""
    last = next((n for n, cause in enumerate(causes) if cause in (None, "timeout")), len(causes))
    return causes[: last + 1]


@settings(
    deadline=None, max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(_disorder())
def test_no_order_and_no_duplicate_of_the_messages_changes_a_row_or_a_count(
    bench: Bench, disorder: tuple[list[Story], list[int]]
) -> None:
    stories, order = disorder
    in_order = list(range(sum(map(len, stories))))
    assert _come_of(bench, stories, order) == _come_of(bench, stories, in_order)


def _come_of(bench: Bench, stories: list[Story], order: list[int]) -> object:
    """Return what is stored when all attempts have been announced in this order."""
    started = bench.begin(alone(cases=len(stories), maxTries=3))
    messages = [
        bench.store(attempt(started, f"case-{n}", cause=cause, attempt=number))
        for n, causes in enumerate(stories)
        for number, cause in enumerate(causes)
    ]
    for place in order:
        bench.grader.grade(messages[place])
    rows = [row.wire() | {"runId": ""} for row in bench.runs.results(started.run_id)]
    bench.runs.end(started, NOON, RunStatus.CANCELLED)
    return rows, bench.lane(started)
