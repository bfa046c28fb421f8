"""Turns cases that get no result into visible holes, so that the run can end."""

from collections.abc import Iterable
from dataclasses import dataclass

from contracts import objects
from contracts.chunk import Chunk, GradeMessage
from contracts.dataset import ClassifierCase, DeciderCase
from contracts.errors import Unworkable
from contracts.failure import FailureCause
from contracts.ports import DocumentPort, RunPort, SendPort
from contracts.result import CaseResult
from contracts.run import Lane, Run, RunKind, RunStatus
from functions.benchmark.cases import chunking, snapshot
from functions.benchmark.grade.recorder import Recorder

_DIED = "its message was received too often and never finished"


@dataclass(frozen=True)
class DeadLetters:
    """The last step for cases whose messages fail."""

    runs: RunPort
    documents: DocumentPort
    recorder: Recorder
    chunks: SendPort
    replays: SendPort
    grades: SendPort

    def recover(self, chunk: Chunk) -> None:
        """Send each case of a dead-lettered chunk once more, alone, so that one that kills its
        worker harms no other; cases that were alone become holes. Safe to repeat. Raises
        UnknownRun, Unworkable for cases that are not in the run.
        """
        run = self.runs.require(chunk.run_id)
        cases = self._cases(run)
        unknown = [case_id for case_id in chunk.case_ids if case_id not in cases]
        if unknown:
            raise Unworkable(f"caseIds: {len(unknown)} of them are not in run {run.run_id}")
        stored = self.runs.stored_cases(run.run_id, chunk.candidate, chunk.repetition)
        todo = [case_id for case_id in chunk.case_ids if case_id not in stored]
        if run.status is not RunStatus.RUNNING or chunk.attempt < run.first_attempt:
            return
        if chunk.last:
            self._lose(run, chunk, [cases[case_id] for case_id in todo])
        else:
            self._split(chunk, todo)

    def lose_rest(self, run: Run, why: str) -> None:
        """Make a hole of each case that was to be measured and has no result."""
        cases, further = self._cases(run), self.runs.looks(run.run_id)
        for lane in self.runs.lanes(run.run_id):
            stored = self.runs.stored_cases(run.run_id, lane.candidate, lane.repetition)
            wanted = chunking.case_ids(run, cases.values(), lane.candidate, further)
            for case_id in set(wanted) - stored:
                self.runs.record(_hole(run, lane, cases[case_id], 0, why))
        self.recorder.announce(run)

    def _split(self, chunk: Chunk, case_ids: Iterable[str]) -> None:
        queue = self.chunks if chunk.kind is RunKind.DECIDER else self.replays
        alone = [{"last": True, "case_ids": (case_id,)} for case_id in case_ids]
        queue.send(*[chunk.model_copy(update=change) for change in alone])

    def _lose(self, run: Run, chunk: Chunk, cases: list[DeciderCase | ClassifierCase]) -> None:
        lane = Lane(candidate=chunk.candidate, repetition=chunk.repetition, expected=0)
        for case in cases:
            key = objects.attempt(
                run.run_id, chunk.candidate, chunk.repetition, case.case_id, chunk.attempt
            )
            if run.kind is RunKind.DECIDER and self.documents.get(key) is not None:
                self.grades.send(GradeMessage(run_id=run.run_id, key=key))
            else:
                self.recorder.record(run, _hole(run, lane, case, chunk.attempt, _DIED))

    def _cases(self, run: Run) -> dict[str, DeciderCase | ClassifierCase]:
        if run.kind is RunKind.DECIDER:
            return {**snapshot.deciders(run.run_id, self.documents)}
        return {**snapshot.classifiers(run.run_id, self.documents)}


def _hole(
    run: Run, lane: Lane, case: DeciderCase | ClassifierCase, attempt: int, why: str
) -> CaseResult:
    """Return a hole of unknown cost: the process that knew the cost is gone."""
    return CaseResult(
        run_id=run.run_id,
        candidate=lane.candidate,
        case_id=case.case_id,
        case_digest=case.digest,
        repetition=lane.repetition,
        tier=case.tier if isinstance(case, DeciderCase) else None,
        route=case.route if isinstance(case, DeciderCase) else None,
        skill=case.skill if isinstance(case, DeciderCase) else None,
        part=case.part if isinstance(case, DeciderCase) else None,
        score=0.0,
        latency_ms=0,
        cost_usd=None,
        cause=FailureCause.LOST,
        detail=why,
        attempt=attempt,
    )
