"""Cancels a run; resumes a run that has ended."""

import math
from dataclasses import dataclass
from datetime import datetime

from contracts.admin import ResumeRun
from contracts.chunk import RunMessage
from contracts.config import Config
from contracts.errors import Conflict, Refused
from contracts.ports import RunPort, SendPort
from contracts.run import (
    RESUMABLE,
    Lane,
    Run,
    RunStatus,
    WorkerVersion,
    outdated,
)
from functions.benchmark.runs.start import active, require_idle


@dataclass(frozen=True)
class Controller:
    runs: RunPort
    queue: SendPort
    version: WorkerVersion

    def cancel(self, run_id: str, at: datetime, by: str) -> Run:
        """End and return a run: no new case starts, running cases finish and count. Raises
        UnknownRun, Conflict when the run has ended.
        """
        run = self.runs.require(run_id)
        if self.runs.end(run, at, RunStatus.CANCELLED, f"cancelled by {by}"):
            raise Conflict(f"runId: {run_id} is {self.runs.require(run_id).status}, not running")
        return self.runs.require(run_id)

    def resume(self, run_id: str, caps: ResumeRun) -> Run:
        """Resume and return a run: cases without a grade are measured, holes included. Raises
        UnknownRun, Conflict, also when another worker is deployed now, Refused when a cap is
        reached already.
        """
        run = self.runs.require(run_id)
        if run.status not in RESUMABLE:
            raise Conflict(f"runId: {run_id} is {run.status}; only {_named()} runs can be resumed")
        if why := outdated(run, self.version):
            raise Conflict(f"runId: {why}")
        config = _with(run.config, caps)
        lanes = self.runs.lanes(run_id)
        _require_room(config, lanes)
        require_idle(self.runs, run.kind)
        self._reopen(run_id, lanes)
        return self._activate(run, config)

    def _reopen(self, run_id: str, lanes: list[Lane]) -> None:
        for lane in lanes:
            if lane.stopped:
                self.runs.stop_lane(run_id, lane, None)
        for result in self.runs.results(run_id):
            if not result.graded:
                self.runs.reopen(result)

    def _activate(self, run: Run, config: Config) -> Run:
        again = {"status": RunStatus.RUNNING, "completed_at": None, "error": None}
        changed = {**again, "config": config, "round": run.round + 1}
        resumed = run.model_copy(update=changed)
        holder = self.runs.resume(resumed, run.status)
        if holder:
            raise active(run.kind, holder)
        self.queue.send(RunMessage(run_id=run.run_id))
        return resumed


def _named() -> str:
    return ", ".join(RESUMABLE)


def _with(config: Config, caps: ResumeRun) -> Config:
    given = {name: value for name, value in caps.model_dump().items() if value is not None}
    return config.model_copy(update=given)


def _require_room(config: Config, lanes: list[Lane]) -> None:
    spent: dict[str, float] = {}
    for lane in lanes:
        committed = lane.committed_usd(config.most_usd_of_a_case)
        spent[lane.candidate] = spent.get(lane.candidate, 0.0) + committed
    total, cap = math.fsum(spent.values()), config.max_cost_per_run_usd
    if cap and total >= cap:
        raise Refused(f"maxCostPerRunUsd: {total:.4f} of {cap} USD is spent; give a higher cap")
    each = config.max_cost_per_candidate_usd
    over = [f"{name} {usd:.4f}" for name, usd in spent.items() if each and usd >= each]
    if over and len(over) == len(spent):
        raise Refused(
            f"maxCostPerCandidateUsd: each candidate has spent its {each} USD "
            f"({', '.join(over)}); give a higher cap"
        )
