"""Sends the missing cases of a run to workers and replays."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from contracts import objects
from contracts.chunk import Chunk, GradeMessage
from contracts.dataset import ClassifierCase, DeciderCase
from contracts.ports import DocumentPort, RunPort, SendPort, WorkerPort
from contracts.result import CaseResult
from contracts.run import Lane, Run, RunKind, RunStatus, Shortage
from functions.benchmark.cases import chunking, snapshot
from functions.benchmark.grade.recorder import Recorder

Case = DeciderCase | ClassifierCase
_Taken = defaultdict[tuple[str, int], list[CaseResult]]


@dataclass(frozen=True)
class Dispatcher:
    runs: RunPort
    documents: DocumentPort
    recorder: Recorder
    chunks: SendPort
    replays: SendPort
    grades: SendPort
    workers: WorkerPort

    def dispatch(self, run_id: str, at: datetime) -> Shortage | None:
        """Send all cases without a result. Safe to repeat at any time: running cases are claimed,
        and stored attempts are announced again. Return the shortage of workers, or None. Raises
        UnknownRun, SnapshotMissing.
        """
        run = self.runs.require(run_id)
        if run.status is not RunStatus.RUNNING:
            return None
        todo = self._todo(run)
        if run.round:
            todo = self._without_salvaged(run, todo)
        chunks = [chunk for lane, ids in todo for chunk in self._chunks(run, lane, ids)]
        (self.chunks if run.kind is RunKind.DECIDER else self.replays).send(*chunks)
        decider = chunks and run.kind is RunKind.DECIDER
        short = call_workers(self.workers, self.runs, run, len(chunks), at) if decider else None
        self.recorder.announce(run)
        return short

    def _chunks(self, run: Run, lane: Lane, case_ids: list[str]) -> list[Chunk]:
        return list(chunking.chunks(run, lane, case_ids, run.first_attempt))

    def _todo(self, run: Run) -> list[tuple[Lane, list[str]]]:
        cases, further = _cases(run, self.documents), self.runs.looks(run.run_id)
        lanes = chunking.lanes(run.kind, run.config, run.expected(run.entrants[0]))
        taken = _by_lane(snapshot.carried(run.run_id, self.documents))
        if len(self.runs.lanes(run.run_id)) < run.lanes:
            self._lay_out(run, cases, lanes, taken)
        found = []
        for lane in lanes:
            ids = chunking.case_ids(run, cases, lane.candidate, further)
            stored = self.runs.stored_cases(run.run_id, lane.candidate, lane.repetition)
            missing = [case_id for case_id in ids if case_id not in stored]
            known = self._carry_on(missing, taken[lane.candidate, lane.repetition])
            found.append((lane, [case_id for case_id in missing if case_id not in known]))
        return found

    def _lay_out(self, run: Run, cases: list[Case], lanes: list[Lane], taken: _Taken) -> None:
        """Store the carried results of the first look, and then the lanes, which count them."""
        counted = []
        for lane in lanes:
            ids = set(chunking.case_ids(run, cases, lane.candidate, ()))
            mine = [r for r in taken[lane.candidate, lane.repetition] if r.case_id in ids]
            self.runs.put_results(mine)
            counted.append(_counted(lane, mine))
        self.runs.add_lanes(run.run_id, counted)

    def _carry_on(self, missing: list[str], taken: list[CaseResult]) -> set[str]:
        """Record the carried results of further looks, and return their case ids."""
        mine = [result for result in taken if result.case_id in missing]
        for result in mine:
            self.runs.record(result)
        return {result.case_id for result in mine}

    def _without_salvaged(
        self, run: Run, todo: list[tuple[Lane, list[str]]]
    ) -> list[tuple[Lane, list[str]]]:
        """Send the attempts of earlier rounds to grading, which sends on the cases that get no
        grade, and return the other cases.
        """
        newest = _newest(self.documents, run)
        rest = []
        for lane, ids in todo:
            prefixes = {case_id: _prefix(run, lane, case_id) for case_id in ids}
            kept = [newest[prefix] for prefix in prefixes.values() if prefix in newest]
            self.grades.send(*[GradeMessage(run_id=run.run_id, key=key) for key in kept])
            rest.append((lane, [case_id for case_id in ids if prefixes[case_id] not in newest]))
        return rest


def call_workers(
    workers: WorkerPort, runs: RunPort, run: Run, chunks: int, at: datetime
) -> Shortage | None:
    """Start as many tasks as there is work for, within `maxConcurrency`. Return and note which AWS
    did not start: the run goes on with the others, and the sweep asks again.
    """
    wanted, running = min(run.config.max_concurrency, chunks), workers.running()
    refusal = workers.start(run.run_id, wanted - running) if wanted > running else None
    short = None
    if refusal:
        short = Shortage(at=at, wanted=wanted, running=workers.running(), reason=refusal)
    runs.note_shortage(run.run_id, short)
    return short


def _cases(run: Run, documents: DocumentPort) -> list[Case]:
    if run.kind is RunKind.DECIDER:
        return [*snapshot.deciders(run.run_id, documents).values()]
    return [*snapshot.classifiers(run.run_id, documents).values()]


def _by_lane(taken: Iterable[CaseResult]) -> _Taken:
    found: _Taken = defaultdict(list)
    for result in taken:
        found[result.candidate, result.repetition].append(result)
    return found


def _prefix(run: Run, lane: Lane, case_id: str) -> str:
    return objects.attempts(run.run_id, lane.candidate, lane.repetition, case_id)


def _counted(lane: Lane, taken: list[CaseResult]) -> Lane:
    holes = sum(not result.graded for result in taken)
    failed = sum(result.cause is not None for result in taken) - holes
    counts = {"carried": len(taken), "failed": failed, "holes": holes}
    return lane.model_copy(update=counts)


def _newest(documents: DocumentPort, run: Run) -> dict[str, str]:
    """Return the key of the last attempt at each case, by prefix."""
    found: dict[str, str] = {}
    for key in documents.keys(objects.all_attempts(run.run_id)):
        prefix = key.rpartition("/")[0] + "/"
        if prefix not in found or objects.number(key) > objects.number(found[prefix]):
            found[prefix] = key
    return found
