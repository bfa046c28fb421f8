"""From an attempt to a graded case result."""

from dataclasses import dataclass

from contracts.attempt import Attempt
from contracts.chunk import GradeMessage
from contracts.dataset import DeciderCase
from contracts.errors import AutoRoutingError
from contracts.ports import DocumentPort, RunPort
from contracts.result import CaseResult, FailureCause
from functions.benchmark import snapshot
from functions.benchmark.dispatch import UnknownRun
from functions.benchmark.grade import passes
from functions.benchmark.progress import Recorder


class AttemptMissing(AutoRoutingError):
    """A message names an attempt that is not in the bucket."""


@dataclass(frozen=True)
class Grader:
    runs: RunPort
    documents: DocumentPort
    recorder: Recorder

    def grade(self, message: GradeMessage) -> None:
        """Safe to repeat. Raises AttemptMissing, UnknownRun, SnapshotMissing, KeyError for a case
        that is not in the run."""
        text = self.documents.get(message.key)
        if text is None:
            raise AttemptMissing(f"key: {message.key} is not in the bucket")
        attempt = Attempt.model_validate_json(text)
        run = self.runs.get(attempt.run_id)
        if run is None:
            raise UnknownRun(f"runId: {attempt.run_id} is not known")
        case = snapshot.deciders(run.run_id, self.documents)[attempt.case_id]
        self.recorder.record(run, result_of(attempt, case))


def result_of(attempt: Attempt, case: DeciderCase) -> CaseResult:
    """The verdict: passed, or the cause why not."""
    cause = attempt.cause or _verdict(case, attempt.answer)
    return CaseResult(
        run_id=attempt.run_id,
        candidate=attempt.candidate,
        case_id=case.case_id,
        case_digest=case.digest,
        repetition=attempt.repetition,
        tier=case.tier,
        score=0.0 if cause else 1.0,
        latency_ms=attempt.latency_ms,
        cost_usd=attempt.meter.cost_usd,
        cause=cause,
        detail=attempt.detail,
        retried=attempt.retried,
    )


def _verdict(case: DeciderCase, answer: str) -> FailureCause | None:
    if not answer.strip():
        return FailureCause.EMPTY_ANSWER
    return None if passes(case.check, answer) else FailureCause.WRONG_ANSWER
