"""Records results, keeps the caps, and notices the end of a run."""

import math
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime

from contracts.chunk import RunMessage
from contracts.evidence import Evidence, conditions_of
from contracts.failure import FailureCause, remedy
from contracts.ports import EvidencePort, RunPort, SendPort
from contracts.result import CaseResult
from contracts.run import Lane, Run, RunStatus
from functions.classifier.classify import fingerprint

AT_BUDGET = "budget"


@dataclass(frozen=True)
class Recorder:
    runs: RunPort
    evidence: EvidencePort
    publishes: SendPort

    def record(self, run: Run, result: CaseResult) -> None:
        """Record and count a result once. A duplicate checks the lanes again, because the process
        that counted it may have died before it announced the end of the run.
        """
        self.runs.record(result)
        if result.graded:
            prompt = fingerprint(result.candidate, run.tuning(result.candidate))
            conditions = conditions_of(run, result.candidate, prompt)
            self.evidence.keep(Evidence(conditions=conditions, result=result))
        self.check_progress(run, result.candidate, result.repetition)

    def pause(self, run: Run, result: CaseResult) -> None:
        """Count what was paid, and pause the run: each further case would fail alike. The case
        stays without a result, so that a resume attempts it again.
        """
        self.runs.count_try(result)
        does = remedy(result.cause or FailureCause.KEY_REFUSED)
        error = f"{result.cause}: {result.detail}; {does}, then `autoroute run resume {run.run_id}`"
        self.runs.end(run, datetime.now(UTC), RunStatus.PAUSED, error)

    def check_progress(self, run: Run, candidate: str, repetition: int) -> None:
        """Check caps and the end of the run, after a change in a lane."""
        lane = self.runs.lane(run.run_id, candidate, repetition)
        if run.config.capped or lane is None or lane.through:
            self.announce(run)

    def announce(self, run: Run) -> None:
        lanes = self.runs.lanes(run.run_id)
        if run.config.capped:
            lanes = self._keep_to_caps(run, lanes)
        if len(lanes) == run.lanes and all(lane.through for lane in lanes):
            self.publishes.send(RunMessage(run_id=run.run_id))

    def _keep_to_caps(self, run: Run, lanes: list[Lane]) -> list[Lane]:
        """Stop what has reached a cap: no new case starts, running ones finish. Return the
        lanes.
        """
        config, committed = run.config, _committed(run, lanes)
        cap = config.max_cost_per_run_usd
        if cap and math.fsum(committed.values()) >= cap and not all(e.through for e in lanes):
            error = f"maxCostPerRunUsd: the cap of {cap} USD is reached; resume with a higher cap"
            self.runs.end(run, datetime.now(UTC), RunStatus.STOPPED_AT_BUDGET, error)
        each = config.max_cost_per_candidate_usd
        return [
            self._stop(run, lane) if each and committed[lane.candidate] >= each else lane
            for lane in lanes
        ]

    def _stop(self, run: Run, lane: Lane) -> Lane:
        if lane.through:
            return lane
        self.runs.stop_lane(run.run_id, lane, AT_BUDGET)
        return lane.model_copy(update={"stopped": AT_BUDGET})


def _committed(run: Run, lanes: list[Lane]) -> dict[str, float]:
    totals: dict[str, float] = defaultdict(float)
    for lane in lanes:
        totals[lane.candidate] += lane.committed_usd(run.config.most_usd_of_a_case)
    return totals
