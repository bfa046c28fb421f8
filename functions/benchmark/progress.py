"""Recording results, and noticing that a run is through."""

from dataclasses import dataclass

from contracts.chunk import RunMessage
from contracts.ports import RunPort, SendPort
from contracts.result import CaseResult
from contracts.run import Run


@dataclass(frozen=True)
class Recorder:
    runs: RunPort
    publishes: SendPort

    def record(self, run: Run, result: CaseResult) -> None:
        """Counts a result once. A duplicate looks at the lanes again, because the process that
        counted it may have died before it could announce the end of the run."""
        self.runs.record(result)
        self.announce(run)

    def announce(self, run: Run) -> None:
        lanes = self.runs.lanes(run.run_id)
        if len(lanes) == run.lanes and all(lane.done >= lane.expected for lane in lanes):
            self.publishes.send(RunMessage(run_id=run.run_id))
