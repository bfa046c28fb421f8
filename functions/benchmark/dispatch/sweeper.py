"""Dispatches runs without progress again, and ends them after hours without any."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from contracts.chunk import RunMessage
from contracts.ports import ChunkPort, RunPort, SendPort, WorkerPort
from contracts.run import Run, RunKind, RunStatus
from functions.benchmark.dispatch.dead_letters import DeadLetters
from functions.benchmark.dispatch.dispatcher import call_workers


@dataclass(frozen=True)
class Sweeper:
    """The sweep. A run without a new result for `stall` is dispatched again; after `give_up` it
    ends with the results so far.
    """

    runs: RunPort
    queue: SendPort
    chunks: ChunkPort
    workers: WorkerPort
    dead_letters: DeadLetters
    stall: timedelta
    give_up: timedelta

    def sweep(self, at: datetime) -> list[str]:
        """Check all running runs and return what was done, in lines. Raises UnknownRun,
        NoWorker.
        """
        active = [run_id for kind in RunKind if (run_id := self.runs.active(kind))]
        return [line for run_id in active for line in self._check(self.runs.require(run_id), at)]

    def _check(self, run: Run, at: datetime) -> list[str]:
        lanes = self.runs.lanes(run.run_id)
        seen = self.runs.seen(run, sum(e.done + e.tries for e in lanes), at)
        if at - seen.since >= self.give_up:
            return [self._give_up(run, at, laid_out=bool(lanes))]
        waiting = self.chunks.waiting() if run.kind is RunKind.DECIDER else 0
        if waiting:
            call_workers(self.workers, run, waiting)
        elif at - seen.touched >= self.stall:
            self.runs.touch(run.run_id, at)
            self.queue.send(RunMessage(run_id=run.run_id))
            return [f"{run.run_id}: no result since {seen.since}; dispatched again"]
        return []

    def _give_up(self, run: Run, at: datetime, *, laid_out: bool) -> str:
        why = f"no result for {self.give_up}"
        if not laid_out:
            self.runs.end(
                run, at, RunStatus.FAILED, f"{why}, because the run was never dispatched; resume it"
            )
            return f"{run.run_id}: {why}; failed"
        self.runs.give_up(run)
        self.dead_letters.lose_rest(run, why)
        return f"{run.run_id}: {why}; ended with the results so far"
