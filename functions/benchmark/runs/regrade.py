"""Grades stored answers again with the current checks, at no cost, and shows the changes first."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime

from contracts import objects
from contracts.admin import Regrade, RegradeChange
from contracts.attempt import Attempt
from contracts.check import Verifier
from contracts.dataset import DeciderCase
from contracts.errors import Refused
from contracts.evidence import Evidence, conditions_of
from contracts.ports import DocumentPort, EvidencePort, RunPort
from contracts.result import CaseResult
from contracts.run import Run, RunKind, RunStatus, run_id_of
from functions.benchmark.cases import snapshot
from functions.benchmark.cases.load import dataset_digest
from functions.benchmark.grade.grader import result_of
from functions.benchmark.runs.start import Starter

_READERS = 16  # chosen: objects read at a time


@dataclass(frozen=True)
class _Pair:
    old: CaseResult
    new: CaseResult

    @property
    def differs(self) -> bool:
        return (self.old.score, self.old.cause) != (self.new.score, self.new.cause)


@dataclass(frozen=True)
class Regrader:
    runs: RunPort
    documents: DocumentPort
    evidence: EvidencePort
    starter: Starter

    def delta(self, run_id: str) -> Regrade:
        """Return what the current checks would change. Raises UnknownRun, Refused for a run that
        has not completed or has no stored answers.
        """
        run, cases = self._run(run_id)
        changed = [pair for pair in self._pairs(run, cases) if pair.differs]
        return Regrade(
            run_id=run_id,
            cases=len([c for c in cases.values() if self._is_new(run_id, c)]),
            changes=tuple(_change(pair) for pair in changed),
        )

    def apply(self, run_id: str, at: datetime) -> Run:
        """Start and return a run that carries all results with the new grades, so that it is
        published like any other; the old run stays unchanged. Raises as `delta` does, and Conflict.
        """
        run, cases = self._run(run_id)
        pairs = self._pairs(run, cases)
        new = _successor(run, cases, at)
        for pair in pairs:
            if pair.new.graded and pair.new.case_digest != pair.old.case_digest:
                conditions = conditions_of(run, pair.new.candidate)
                self.evidence.keep(Evidence(conditions=conditions, result=pair.new))
        carried = tuple(_carried(pair.new, new) for pair in pairs)
        worlds = snapshot.worlds(run_id, self.documents)
        return self.starter.write(new, tuple(cases.values()), carried, worlds)

    def _run(self, run_id: str) -> tuple[Run, dict[str, DeciderCase]]:
        run = self.runs.require(run_id)
        if run.kind is not RunKind.DECIDER:
            raise Refused(f"runId: {run_id} is a classifier run; it keeps no answers to regrade")
        if run.status is not RunStatus.COMPLETED:
            raise Refused(f"runId: {run_id} is {run.status}; only a completed run is regraded")
        today = {case.case_id: case for case in self.starter.bank().cases}
        then = snapshot.deciders(run_id, self.documents)
        return run, {name: _checked_anew(case, today.get(name)) for name, case in then.items()}

    def _is_new(self, run_id: str, case: DeciderCase) -> bool:
        return snapshot.deciders(run_id, self.documents)[case.case_id].digest != case.digest

    def _pairs(self, run: Run, cases: Mapping[str, DeciderCase]) -> list[_Pair]:
        results = self.runs.results(run.run_id)
        with ThreadPoolExecutor(_READERS) as pool:
            return list(pool.map(lambda old: self._pair(old, cases[old.case_id]), results))

    def _pair(self, old: CaseResult, case: DeciderCase) -> _Pair:
        if old.case_digest == case.digest:
            return _Pair(old, old)
        key = objects.attempt(
            old.measured_by, old.candidate, old.repetition, old.case_id, old.attempt
        )
        text = self.documents.get(key)
        if text is None:
            return _Pair(old, old)
        new = result_of(Attempt.from_json(text), case)
        return _Pair(old, new.model_copy(update={"carried_from": old.carried_from}))


def _checked_anew(then: DeciderCase, today: DeciderCase | None) -> DeciderCase:
    """Return the case with the current check, if the task is the same, in the tier of the run. A
    verifier needs the files that the model left, which are not stored.
    """
    if today is None or today.authored_tier is not then.authored_tier:
        return then
    there = today.moved(then.tier)
    if there.task != then.task:
        return then
    by_files = isinstance(today.check, Verifier) or isinstance(then.check, Verifier)
    return then if by_files else there


def _successor(run: Run, cases: Mapping[str, DeciderCase], at: datetime) -> Run:
    return run.model_copy(
        update={
            "run_id": run_id_of(run.kind, at),
            "status": RunStatus.RUNNING,
            "started_at": at,
            "completed_at": None,
            "round": 0,
            "regrade_of": run.run_id,
            "dataset": dataset_digest(cases.values()),
        }
    )


def _carried(result: CaseResult, run: Run) -> CaseResult:
    return result.model_copy(update={"run_id": run.run_id, "carried_from": result.measured_by})


def _change(pair: _Pair) -> RegradeChange:
    return RegradeChange(
        candidate=pair.old.candidate,
        case_id=pair.old.case_id,
        repetition=pair.old.repetition,
        before=pair.old.cause or "passed",
        after=pair.new.cause or "passed",
    )
