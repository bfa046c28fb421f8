"""Cutting a run into chunks and calling workers for them."""

from dataclasses import dataclass

from contracts.errors import AutoRoutingError
from contracts.ports import DocumentPort, RunPort, SendPort, WorkerPort
from contracts.run import Run, RunKind, RunStatus
from functions.benchmark import plan, snapshot


class NoWorker(AutoRoutingError):
    """No worker task runs and none could be started."""


@dataclass(frozen=True)
class Dispatcher:
    runs: RunPort
    documents: DocumentPort
    chunks: SendPort
    replays: SendPort
    workers: WorkerPort

    def dispatch(self, run_id: str) -> None:
        """Safe to repeat: lanes keep their counts, and workers skip what is done.
        Raises UnknownRun, SnapshotMissing, NoWorker."""
        run = self.runs.require(run_id)
        if run.status is not RunStatus.RUNNING:
            return
        if run.kind is RunKind.DECIDER:
            self._deciders(run)
        else:
            self._classifiers(run)

    def _deciders(self, run: Run) -> None:
        ids = list(snapshot.deciders(run.run_id, self.documents))
        self._send(run, ids, self.chunks)
        self._call_workers(run, -(-len(ids) // run.config.chunk_size) * run.lanes)

    def _classifiers(self, run: Run) -> None:
        ids = list(snapshot.classifiers(run.run_id, self.documents))
        self._send(run, ids, self.replays)

    def _send(self, run: Run, case_ids: list[str], queue: SendPort) -> None:
        lanes = plan.lanes(run.kind, run.config, len(case_ids))
        self.runs.add_lanes(run.run_id, lanes)
        queue.send(*plan.chunks(run, lanes, case_ids))

    def _call_workers(self, run: Run, chunks: int) -> None:
        wanted = min(run.config.max_concurrency, chunks)
        running = self.workers.running()
        refused = [self.workers.start(run.run_id) for _ in range(running, wanted)]
        if running == 0 and refused and all(refused):
            raise NoWorker(f"no worker task could be started: {refused[0]}")
