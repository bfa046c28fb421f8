"""Make a run that is written, with everything around it: real stores; messages are kept, not
sent."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest

from adapters.aws.blobs import Blobs
from adapters.dynamodb.claims import Claims
from adapters.dynamodb.evidence import EvidenceStore
from adapters.dynamodb.runs import RunStore
from contracts import objects
from contracts.attempt import Attempt
from contracts.chunk import Chunk, GradeMessage
from contracts.completion import Completion
from contracts.control_record import ControlRecord
from contracts.dataset import ClassifierCase, DeciderCase
from contracts.result import CaseResult
from contracts.run import Lane, Run, RunKind, WorkerVersion
from functions.benchmark.cases import snapshot
from functions.benchmark.dispatch.dead_letters import DeadLetters
from functions.benchmark.dispatch.dispatcher import Dispatcher
from functions.benchmark.dispatch.sweeper import Sweeper
from functions.benchmark.grade.grader import Grader
from functions.benchmark.grade.recorder import Recorder
from functions.benchmark.grade.replay import Replayer
from functions.benchmark.runs.resume import Controller
from tests.samples import FOUND, NOON, attempt, classifier_case, decider_case

STALL, GIVE_UP = timedelta(minutes=15), timedelta(hours=6)


@dataclass
class Outbox:
    """A queue that keeps what was sent, and after how many seconds each message is to arrive."""

    sent: list[ControlRecord] = field(default_factory=list)
    delays: list[int] = field(default_factory=list)
    stuck: int = 0

    def send(self, *messages: ControlRecord, delay: int = 0) -> None:
        self.sent.extend(messages)
        self.delays.extend([delay] * len(messages))

    def waiting(self) -> int:
        return self.stuck

    def lose(self) -> list[ControlRecord]:
        """Remove and return all messages that were sent so far."""
        lost, self.sent, self.delays = self.sent, [], []
        return lost


@dataclass
class Fleet:
    """The workers: how many run, and why no more can be started."""

    running_now: int = 0
    refusal: str | None = None
    started: int = 0

    def running(self) -> int:
        return self.running_now

    room: int = 10**6

    def start(self, started_by: str, count: int = 1) -> str | None:
        """Start as many as there is room for."""
        new = 0 if self.refusal else min(count, self.room - self.started)
        self.started += new
        return self.refusal or (None if new == count else "Capacity is unavailable at this time")


@dataclass
class Bench:
    runs: RunStore
    blobs: Blobs
    evidence: EvidenceStore
    claims: Claims
    queue: Outbox = field(default_factory=Outbox)
    chunks: Outbox = field(default_factory=Outbox)
    replays: Outbox = field(default_factory=Outbox)
    grades: Outbox = field(default_factory=Outbox)
    publishes: Outbox = field(default_factory=Outbox)
    fleet: Fleet = field(default_factory=Fleet)

    def write(self, started: Run, *taken: CaseResult) -> Run:
        """Write a run and its cases; `taken` are the results that it carries."""
        snapshot.write(started, cases_of(started), taken, self.blobs)
        self.runs.create(started)
        return started

    def begin(self, started: Run, *taken: CaseResult) -> Run:
        self.write(started, *taken)
        self.dispatch(started.run_id)
        return started

    def dispatch(self, run_id: str) -> None:
        Dispatcher(
            runs=self.runs,
            documents=self.blobs,
            recorder=self.recorder,
            chunks=self.chunks,
            replays=self.replays,
            grades=self.grades,
            workers=self.fleet,
        ).dispatch(run_id, NOON)

    def store(self, found: Attempt) -> GradeMessage:
        """Store an attempt as a worker does. Return the message that announces it."""
        key = objects.attempt(
            found.run_id, found.candidate, found.repetition, found.case_id, found.attempt
        )
        self.blobs.put(key, found.wire_json())
        return GradeMessage(run_id=found.run_id, key=key)

    def grade(self, started: Run, case_id: str, answer: str = "42", **changes: Any) -> None:
        self.grader.grade(self.store(attempt(started, case_id, answer, **changes)))

    def grade_all(self, started: Run, *case_ids: str, **changes: Any) -> None:
        """Grade these cases in every lane."""
        for lane in self.runs.lanes(started.run_id):
            of_lane: dict[str, Any] = {"candidate": lane.candidate, "repetition": lane.repetition}
            for case_id in case_ids:
                self.grade(started, case_id, **of_lane, **changes)

    def replay(
        self, chunk: Chunk, complete: Callable[..., Completion], pauses: list[float] | None = None
    ) -> None:
        Replayer(
            runs=self.runs,
            documents=self.blobs,
            recorder=self.recorder,
            claims=self.claims,
            replays=self.replays,
            complete=complete,
            sleep=(pauses if pauses is not None else []).append,
        ).replay(chunk)

    def lane(self, started: Run, candidate: str = "d/cheap", repetition: int = 0) -> Lane:
        found = self.runs.lane(started.run_id, candidate, repetition)
        assert found is not None
        return found

    def result(self, started: Run, case_id: str, candidate: str = "d/cheap") -> CaseResult | None:
        return self.runs.result(started.run_id, candidate, 0, case_id)

    @property
    def recorder(self) -> Recorder:
        return Recorder(self.runs, self.evidence, self.publishes)

    @property
    def grader(self) -> Grader:
        return Grader(self.runs, self.blobs, self.recorder, self.chunks)

    @property
    def controller(self) -> Controller:
        return Controller(self.runs, self.queue, WorkerVersion())

    @property
    def dead_letters(self) -> DeadLetters:
        return DeadLetters(
            runs=self.runs,
            documents=self.blobs,
            recorder=self.recorder,
            chunks=self.chunks,
            replays=self.replays,
            grades=self.grades,
        )

    @property
    def sweeper(self) -> Sweeper:
        return Sweeper(
            runs=self.runs,
            queue=self.queue,
            chunks=self.chunks,
            workers=self.fleet,
            dead_letters=self.dead_letters,
            version=WorkerVersion(),
            stall=STALL,
            give_up=GIVE_UP,
        )


def cases_of(started: Run) -> list[DeciderCase] | list[ClassifierCase]:
    """Return case-0, case-1 ... of a run."""
    ids = [f"case-{n}" for n in range(started.cases)]
    if started.kind is RunKind.DECIDER:
        return [decider_case(case_id) for case_id in ids]
    return [classifier_case(case_id) for case_id in ids]


def chunks_in(box: Outbox) -> list[Chunk]:
    return [message for message in box.sent if isinstance(message, Chunk)]


def good(model: str, messages: object, parameters: object) -> Completion:
    return Completion(FOUND.wire_json(), 0.001)


@pytest.fixture
def bench(runs: RunStore, blobs: Blobs) -> Bench:
    return Bench(runs, blobs, EvidenceStore(runs.items), Claims(runs.items, 180))
