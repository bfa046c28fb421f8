"""From a written run to its last result: cut, measured, graded, counted, announced."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from adapters.blobs import Blobs
from adapters.runs import RunStore
from contracts import objects
from contracts.chunk import Chunk, GradeMessage
from contracts.classifier.classify import Completion
from contracts.errors import ProviderFailure, UnknownRun
from contracts.model import Wire
from contracts.result import FailureCause
from contracts.run import Run, RunKind, RunStatus
from contracts.sheet import TaskSheet
from functions.benchmark import plan, snapshot
from functions.benchmark.dispatch import Dispatcher, NoWorker
from functions.benchmark.grading import AttemptMissing, Grader
from functions.benchmark.progress import Recorder
from functions.benchmark.replay import Replayer
from functions.benchmark.telling import Telling, telling
from tests.samples import FOUND, attempt, classifier_case, decider_case, result, run

GOOD = FOUND.wire_json()


@dataclass
class Outbox:
    """Keeps what was sent."""

    sent: list[Wire] = field(default_factory=list)

    def send(self, *messages: Wire) -> None:
        self.sent.extend(messages)


@dataclass
class Fleet:
    """Workers: how many run, and why no more can be started."""

    running_now: int = 0
    refusal: str | None = None
    started: int = 0

    def running(self) -> int:
        return self.running_now

    def start(self, started_by: str) -> str | None:
        self.started += 0 if self.refusal else 1
        return self.refusal


@dataclass
class Bench:
    """A run that is written, with everything around it."""

    runs: RunStore
    blobs: Blobs
    chunks: Outbox = field(default_factory=Outbox)
    replays: Outbox = field(default_factory=Outbox)
    publishes: Outbox = field(default_factory=Outbox)
    fleet: Fleet = field(default_factory=Fleet)

    def write(self, started: Run) -> Run:
        cases = (
            [decider_case(f"case-{n}") for n in range(started.cases)]
            if started.kind is RunKind.DECIDER
            else [classifier_case(f"case-{n}") for n in range(started.cases)]
        )
        snapshot.write(started, cases, self.blobs)
        self.runs.create(started)
        return started

    def dispatch(self, run_id: str) -> None:
        Dispatcher(self.runs, self.blobs, self.chunks, self.replays, self.fleet).dispatch(run_id)

    @property
    def first_replay(self) -> Chunk:
        first = self.replays.sent[0]
        assert isinstance(first, Chunk)
        return first

    @property
    def recorder(self) -> Recorder:
        return Recorder(self.runs, self.publishes)

    def grade(self, started: Run, case_id: str, answer: str = "42", **changes: Any) -> None:
        found = attempt(started, case_id, answer, **changes)
        key = objects.attempt(started.run_id, found.candidate, 0, case_id)
        self.blobs.put(key, found.wire_json())
        message = GradeMessage(run_id=started.run_id, key=key)
        Grader(self.runs, self.blobs, self.recorder).grade(message)

    def replay(
        self, chunk: Chunk, complete: Callable[..., Completion], pauses: list[float] | None = None
    ) -> None:
        sleep = (pauses if pauses is not None else []).append
        Replayer(self.runs, self.blobs, self.recorder, complete, sleep).replay(chunk)


@pytest.fixture
def bench(runs: RunStore, blobs: Blobs) -> Bench:
    return Bench(runs, blobs)


def good(model: str, messages: object, parameters: object) -> Completion:
    return Completion(GOOD, 0.001)


def test_every_case_of_every_candidate_and_repetition_is_in_exactly_one_chunk() -> None:
    started = run(cases=5, chunkSize=2, deciderRepetitions=2)
    lanes = plan.lanes(started.kind, started.config, 5)
    ids = [f"case-{n}" for n in range(5)]
    cut = [
        (c.candidate, c.repetition, case)
        for c in plan.chunks(started, lanes, ids)
        for case in c.case_ids
    ]
    assert len(cut) == len(set(cut)) == 2 * 2 * 5


def test_workers_get_tasks_without_checks_and_answers(bench: Bench) -> None:
    started = bench.write(run())
    text = bench.blobs.get(objects.tasks(started.run_id))
    assert text is not None
    assert [task.case_id for task in TaskSheet.model_validate_json(text).tasks] == [
        "case-0",
        "case-1",
    ]
    assert not any(secret in text for secret in ("check", "wrongAnswer", "solution", "42"))


def test_a_decider_run_is_cut_and_workers_are_called(bench: Bench) -> None:
    started = bench.write(run(cases=3, chunkSize=2, maxConcurrency=3))
    bench.dispatch(started.run_id)
    assert len(bench.chunks.sent) == 4
    assert bench.fleet.started == 3
    assert [lane.expected for lane in bench.runs.lanes(started.run_id)] == [3, 3]


def test_no_more_workers_than_chunks_and_none_beside_running_ones(bench: Bench) -> None:
    started = bench.write(run(cases=1, maxConcurrency=50))
    bench.fleet.running_now = 1
    bench.dispatch(started.run_id)
    assert bench.fleet.started == 1


def test_without_any_worker_the_message_comes_back(bench: Bench) -> None:
    started = bench.write(run())
    bench.fleet.refusal = "no capacity"
    with pytest.raises(NoWorker, match="no capacity"):
        bench.dispatch(started.run_id)


def test_a_classifier_run_needs_no_worker(bench: Bench) -> None:
    started = bench.write(run(RunKind.CLASSIFIER))
    bench.dispatch(started.run_id)
    assert (len(bench.replays.sent), len(bench.chunks.sent), bench.fleet.started) == (2, 0, 0)


def test_an_unknown_run_is_an_error_and_an_ended_one_is_left_alone(bench: Bench) -> None:
    with pytest.raises(UnknownRun):
        bench.dispatch("nope")
    started = bench.write(run())
    bench.runs.end(started, started.started_at, "over")
    bench.dispatch(started.run_id)
    assert bench.chunks.sent == []


def test_the_last_result_announces_the_end_and_a_duplicate_does_it_again(bench: Bench) -> None:
    started = bench.write(run(cases=1, deciderModels=[{"id": "d/cheap"}]))
    bench.dispatch(started.run_id)
    bench.grade(started, "case-0")
    bench.grade(started, "case-0")
    assert [m.wire() for m in bench.publishes.sent] == [{"runId": started.run_id}] * 2
    (lane,) = bench.runs.lanes(started.run_id)
    assert (lane.done, lane.failed) == (1, 0)


def test_a_missing_result_announces_nothing(bench: Bench) -> None:
    started = bench.write(run(cases=2, deciderModels=[{"id": "d/cheap"}]))
    bench.dispatch(started.run_id)
    bench.grade(started, "case-0")
    assert bench.publishes.sent == []


@pytest.mark.parametrize(
    ("answer", "cause", "expected"),
    [
        ("42", None, None),
        ("41", None, FailureCause.WRONG_ANSWER),
        ("  ", None, FailureCause.EMPTY_ANSWER),
        ("42", "timeout", FailureCause.TIMEOUT),
        ("", "provider_error", FailureCause.PROVIDER_ERROR),
    ],
)
def test_the_verdict_is_the_check_unless_the_attempt_ended_before(
    bench: Bench, answer: str, cause: str | None, expected: FailureCause | None
) -> None:
    started = bench.write(run(cases=1))
    bench.dispatch(started.run_id)
    bench.grade(started, "case-0", answer, cause=cause)
    (stored,) = bench.runs.results(started.run_id)
    assert (stored.cause, stored.score) == (expected, 0.0 if expected else 1.0)
    assert stored.case_digest == decider_case("case-0").digest


def test_an_attempt_that_is_not_stored_is_an_error(bench: Bench) -> None:
    grader = Grader(bench.runs, bench.blobs, bench.recorder)
    with pytest.raises(AttemptMissing, match="key: lost"):
        grader.grade(GradeMessage(run_id="r", key="lost"))


def test_replayed_cases_are_scored_and_the_run_is_announced(bench: Bench) -> None:
    started = bench.write(run(RunKind.CLASSIFIER, classifierModels=["c/one"]))
    bench.dispatch(started.run_id)
    bench.replay(bench.first_replay, good)
    assert [r.score for r in bench.runs.results(started.run_id)] == [1.0, 1.0]
    assert len(bench.publishes.sent) == 1


def test_a_repeated_chunk_pays_for_nothing_that_is_stored(bench: Bench) -> None:
    started = bench.write(run(RunKind.CLASSIFIER, classifierModels=["c/one"]))
    bench.dispatch(started.run_id)
    bench.replay(bench.first_replay, good)

    def paid(*_: object) -> Completion:
        raise AssertionError("paid twice")

    bench.replay(bench.first_replay, paid)
    assert len(bench.publishes.sent) == 2


def test_an_answer_nobody_can_read_is_graded_as_such(bench: Bench) -> None:
    started = bench.write(run(RunKind.CLASSIFIER, classifierModels=["c/one"], cases=1))
    bench.dispatch(started.run_id)
    bench.replay(bench.first_replay, lambda *_: Completion("hm", 0.001))
    (stored,) = bench.runs.results(started.run_id)
    assert (stored.cause, stored.score) == (FailureCause.UNREADABLE_ANSWER, 0.0)
    assert (stored.cost_usd, stored.graded) == (0.002, True)


def test_a_provider_that_is_down_leaves_a_hole_after_one_more_try(bench: Bench) -> None:
    started = bench.write(run(RunKind.CLASSIFIER, classifierModels=["c/one"], cases=1))
    bench.dispatch(started.run_id)
    pauses: list[float] = []

    def down(*_: object) -> Completion:
        raise ProviderFailure(FailureCause.PROVIDER_ERROR, "HTTP 500")

    bench.replay(bench.first_replay, down, pauses)
    (stored,) = bench.runs.results(started.run_id)
    assert (stored.cause, stored.graded) == (FailureCause.PROVIDER_ERROR, False)
    assert (stored.cost_usd, stored.detail, len(pauses)) == (None, "HTTP 500", 1)
    assert len(bench.publishes.sent) == 1


def test_the_run_is_still_running_until_it_is_published(bench: Bench) -> None:
    started = bench.write(run(cases=1, deciderModels=[{"id": "d/cheap"}]))
    bench.dispatch(started.run_id)
    bench.grade(started, "case-0")
    stored = bench.runs.get(started.run_id)
    assert stored is not None
    assert stored.status is RunStatus.RUNNING


def test_cases_that_tell_nothing_are_named() -> None:
    started = run()
    wrong, down = FailureCause.WRONG_ANSWER, FailureCause.PROVIDER_ERROR
    rows = [
        result(started, "easy", "a"),
        result(started, "easy", "b", cause=down),
        result(started, "hard", "a", cause=wrong),
        result(started, "hard", "b", cause=wrong),
        result(started, "mixed", "a"),
        result(started, "mixed", "b", cause=wrong),
        result(started, "shaky", "a"),
        result(started, "shaky", "a", cause=wrong, repetition=1),
    ]
    assert telling(rows) == Telling(easy=("easy",), hard=("hard",), unsteady=("shaky",))
