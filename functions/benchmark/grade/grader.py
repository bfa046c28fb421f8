"""Turns an attempt into a graded case result."""

from dataclasses import dataclass

from contracts.attempt import Attempt, Verification
from contracts.check import Verifier
from contracts.chunk import Chunk, GradeMessage
from contracts.dataset import DeciderCase
from contracts.errors import Missing
from contracts.failure import FailureCause
from contracts.ports import DocumentPort, RunPort, SendPort
from contracts.result import CaseResult
from contracts.run import Run, RunKind, RunStatus
from functions.benchmark.cases import snapshot
from functions.benchmark.cases.checks import judge
from functions.benchmark.grade import retry
from functions.benchmark.grade.recorder import Recorder


class AttemptMissing(Missing):
    """An attempt that a message names and that is not in the bucket."""


@dataclass(frozen=True)
class Grader:
    runs: RunPort
    documents: DocumentPort
    recorder: Recorder
    chunks: SendPort

    def grade(self, message: GradeMessage) -> None:
        """Grade an attempt and record the result. Safe to repeat. Raises AttemptMissing,
        UnknownRun, SnapshotMissing, KeyError for a case that is not in the run.
        """
        text = self.documents.get(message.key)
        if text is None:
            raise AttemptMissing(f"key: an attempt of run {message.run_id} is not in the bucket")
        attempt = Attempt.from_json(text)
        run = self.runs.require(attempt.run_id)
        case = snapshot.deciders(run.run_id, self.documents)[attempt.case_id]
        result = result_of(attempt, case)
        if result.graded:
            self.recorder.record(run, result)
        else:
            self._without_verdict(run, attempt, result)

    def _without_verdict(self, run: Run, attempt: Attempt, result: CaseResult) -> None:
        """Send the case on to another attempt, or record a hole. In a run that has ended the case
        stays without a result, so that a resume attempts it again.
        """
        following = retry.next_try(run, result.cause, attempt.attempt)
        if result.pauses:
            self.recorder.pause(run, result)
            return
        if run.status is RunStatus.RUNNING and following is None:
            self.recorder.record(run, result)
            return
        self.runs.count_try(result)
        if run.status is RunStatus.RUNNING and following is not None:
            self.chunks.send(
                _chunk(attempt, following),
                delay=retry.pause(run.config, following, attempt.retry_after),
            )
            self.recorder.check_progress(run, attempt.candidate, attempt.repetition)


def _chunk(attempt: Attempt, number: int) -> Chunk:
    return Chunk(
        run_id=attempt.run_id,
        kind=RunKind.DECIDER,
        candidate=attempt.candidate,
        reasoning_effort=attempt.reasoning_effort,
        repetition=attempt.repetition,
        attempt=number,
        case_ids=(attempt.case_id,),
    )


@dataclass(frozen=True)
class Grade:
    """The judgement on an attempt: passed when there is no cause."""

    cause: FailureCause | None = None
    detail: str | None = None


def grade(case: DeciderCase, attempt: Attempt) -> Grade:
    if isinstance(case.check, Verifier) and attempt.verification:
        return _of_files(attempt.verification)
    if attempt.cause:
        return Grade(attempt.cause, attempt.detail)
    if isinstance(case.check, Verifier):
        return Grade(FailureCause.HARNESS_FAULT, "the files were not verified")
    if not attempt.answer.strip():
        return Grade(FailureCause.EMPTY_ANSWER)
    return Grade(judge(case.check, attempt.answer))


def _of_files(found: Verification) -> Grade:
    if found.passed is None:
        return Grade(FailureCause.HARNESS_FAULT, f"the judge gave no grade: {found.detail[-400:]}")
    return Grade() if found.passed else Grade(FailureCause.WRONG_ANSWER, found.detail[-500:])


def result_of(attempt: Attempt, case: DeciderCase) -> CaseResult:
    found = grade(case, attempt)
    return CaseResult(
        run_id=attempt.run_id,
        candidate=attempt.candidate,
        case_id=case.case_id,
        case_digest=case.digest,
        repetition=attempt.repetition,
        tier=case.tier,
        route=case.route,
        skill=case.skill,
        part=case.part,
        score=0.0 if found.cause else 1.0,
        latency_ms=attempt.latency_ms,
        cost_usd=attempt.meter.cost_usd,
        known_cost_usd=attempt.meter.known_cost_usd,
        cause=found.cause,
        detail=found.detail,
        retried=attempt.retried,
        attempt=attempt.attempt,
    )
