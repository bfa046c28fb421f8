"""Classifies labelled requests by classifier candidates, through the production classifier."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from uuid import uuid4

from contracts.chunk import Chunk
from contracts.completion import Complete
from contracts.dataset import ClassifierCase
from contracts.errors import ProviderFailure
from contracts.failure import POLICY, FailureCause
from contracts.ports import ClaimPort, DocumentPort, RunPort, SendPort
from contracts.result import CaseResult
from contracts.run import Run
from contracts.tuning import Tuning
from functions.benchmark.cases import snapshot
from functions.benchmark.grade import retry
from functions.benchmark.grade.label_score import score
from functions.benchmark.grade.recorder import Recorder
from functions.classifier.classify import Outcome, added, classify

# chosen: calls at a time, the pause before a second call, and the delay for claimed cases.
PARALLEL = 4
_PAUSE_SECONDS = 1.0
BUSY_SECONDS = 60
_FALLBACKS = {
    "no_text": FailureCause.EMPTY_ANSWER,
    "invalid_output": FailureCause.UNREADABLE_ANSWER,
}


@dataclass(frozen=True)
class _Tried:
    outcome: Outcome | None
    failure: ProviderFailure | None
    latency_ms: int
    cost_usd: float | None
    priced: bool = True
    retried: bool = False


_UNTRIED = _Tried(None, None, 0, None)


@dataclass(frozen=True)
class Replayer:
    runs: RunPort
    documents: DocumentPort
    recorder: Recorder
    claims: ClaimPort
    replays: SendPort
    complete: Complete
    sleep: Callable[[float], None] = time.sleep

    def replay(self, chunk: Chunk) -> None:
        """Measure the cases of the chunk that have no result, and record each at once. Safe to
        repeat and to deliver twice. Raises UnknownRun, SnapshotMissing, KeyError for a case that is
        not in the run.
        """
        run = self.runs.require(chunk.run_id)
        cases = snapshot.classifiers(run.run_id, self.documents)
        if not self.runs.wanted(chunk):
            return
        stored = self.runs.stored_cases(run.run_id, chunk.candidate, chunk.repetition)
        todo = [cases[case_id] for case_id in chunk.case_ids if case_id not in stored]
        holder = uuid4().hex
        with ThreadPoolExecutor(PARALLEL) as pool:
            taken = list(pool.map(lambda case: self._take(run, chunk, case, holder), todo))
        busy = tuple(case.case_id for case, mine in zip(todo, taken, strict=True) if not mine)
        if busy:
            self.replays.send(chunk.model_copy(update={"case_ids": busy}), delay=BUSY_SECONDS)
        self.recorder.check_progress(run, chunk.candidate, chunk.repetition)

    def _take(self, run: Run, chunk: Chunk, case: ClassifierCase, holder: str) -> bool:
        """Measure a case; return False while another holder works on it."""
        if not self.claims.take(chunk, case.case_id, holder):
            return False
        known = self.runs.result(run.run_id, chunk.candidate, chunk.repetition, case.case_id)
        if known is None:
            self._replay_case(run, chunk, case)
        self.claims.give_up(chunk, case.case_id, holder)
        return True

    def _replay_case(self, run: Run, chunk: Chunk, case: ClassifierCase) -> None:
        blank = _result(chunk, case, _UNTRIED)
        if self.runs.tried(blank):
            self._again(run, chunk, case, blank)
            return
        result = self._measure(chunk, case, run.tuning(chunk.candidate))
        if result.pauses:
            self.recorder.pause(run, result)
        elif result.graded or retry.next_try(run, result.cause, chunk.attempt) is None:
            self.recorder.record(run, result)
        else:
            self.runs.count_try(result)
            self._again(run, chunk, case, result)

    def _again(self, run: Run, chunk: Chunk, case: ClassifierCase, result: CaseResult) -> None:
        cause = result.cause or FailureCause.PROVIDER_ERROR
        number = retry.next_try(run, cause, chunk.attempt)
        if number is not None:
            changes = {"case_ids": (case.case_id,), "attempt": number}
            pause = retry.pause(run.config, number)
            self.replays.send(chunk.model_copy(update=changes), delay=pause)

    def _measure(self, chunk: Chunk, case: ClassifierCase, tuning: Tuning) -> CaseResult:
        tried = self._try(chunk.candidate, case, tuning)
        if tried.failure and POLICY[tried.failure.cause].retries:
            self.sleep(_PAUSE_SECONDS)
            again = self._try(chunk.candidate, case, tuning)
            cost = added(tried.cost_usd, again.cost_usd)
            priced = tried.priced and again.priced
            tried = replace(again, cost_usd=cost, priced=priced, retried=True)
        return _result(chunk, case, tried)

    def _try(self, model: str, case: ClassifierCase, tuning: Tuning) -> _Tried:
        began = time.perf_counter()
        outcome, failure = None, None
        try:
            outcome = classify(case.input, model, self.complete, tuning)
        except ProviderFailure as error:
            failure = error
        took = round((time.perf_counter() - began) * 1000)
        paid = outcome.cost_usd if outcome else failure.cost_usd if failure else None
        priced = outcome.priced if outcome else failure is not None and failure.priced
        again = bool(outcome and outcome.retried)
        return _Tried(outcome, failure, took, paid, priced, retried=again)


def _result(chunk: Chunk, case: ClassifierCase, tried: _Tried) -> CaseResult:
    outcome = tried.outcome
    usable = outcome is not None and outcome.fallback is None
    return CaseResult(
        run_id=chunk.run_id,
        candidate=chunk.candidate,
        case_id=case.case_id,
        case_digest=case.digest,
        repetition=chunk.repetition,
        tier=None,
        score=score(case.expected, outcome.classification) if outcome and usable else 0.0,
        latency_ms=tried.latency_ms,
        cost_usd=tried.cost_usd if tried.priced else None,
        known_cost_usd=tried.cost_usd or 0.0,
        cause=_cause(tried),
        detail=tried.failure.detail if tried.failure else outcome.problem if outcome else None,
        retried=tried.retried,
        attempt=chunk.attempt,
        expected=case.expected,
        answered=outcome.classification.labels if outcome and usable else None,
    )


def _cause(tried: _Tried) -> FailureCause | None:
    if tried.failure:
        return tried.failure.cause
    reason = tried.outcome.fallback if tried.outcome else None
    return _FALLBACKS[reason] if reason else None
