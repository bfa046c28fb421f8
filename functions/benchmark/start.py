"""Starting a run."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from contracts.chunk import RunMessage
from contracts.config import Config
from contracts.dataset import ClassifierCase, DeciderCase
from contracts.errors import Conflict, ProviderFailure, Refused, Unavailable
from contracts.ports import DocumentPort, ModelLister, RunPort, SendPort
from contracts.run import Run, RunKind, RunStatus, run_id_of
from functions.benchmark import plan, select, snapshot
from functions.benchmark.bank import dataset_digest, load_classifiers, load_deciders

Cases = Sequence[DeciderCase] | Sequence[ClassifierCase]


@dataclass(frozen=True)
class Starter:
    runs: RunPort
    documents: DocumentPort
    queue: SendPort
    models: ModelLister

    def start(self, kind: RunKind, config: Config | None, at: datetime) -> Run:
        """Raises Refused without a config, Conflict while a run of this kind is active,
        Unavailable when the provider does not answer. Then nothing is written that counts."""
        if config is None:
            raise Refused("config: none is saved; save one with `autoroute config put`")
        cases = _cases(kind, config)
        run = _run(kind, config, cases, at, simulated=self._simulated(kind, config))
        snapshot.write(run, cases, self.documents)
        holder = self.runs.create(run)
        if holder:
            raise Conflict(f"kind: {kind} run {holder} is active; wait until it has ended")
        self.queue.send(RunMessage(run_id=run.run_id))
        return run

    def _simulated(self, kind: RunKind, config: Config) -> bool:
        try:
            known = self.models()
        except ProviderFailure as error:
            raise Unavailable(
                f"provider: {error.detail}; check `autoroute provider set`"
            ) from error
        entrants = {lane.candidate for lane in plan.lanes(kind, config, 0)}
        return any(known.get(model, False) for model in entrants)


def _cases(kind: RunKind, config: Config) -> Cases:
    if kind is RunKind.DECIDER:
        return select.deciders(load_deciders(), config)
    return select.classifiers(load_classifiers(), config)


def _run(
    kind: RunKind,
    config: Config,
    cases: Cases,
    at: datetime,
    *,
    simulated: bool,
) -> Run:
    return Run(
        run_id=run_id_of(kind, at),
        kind=kind,
        status=RunStatus.RUNNING,
        started_at=at,
        config=config,
        dataset=dataset_digest(cases),
        cases=len(cases),
        lanes=len(plan.lanes(kind, config, len(cases))),
        simulated=simulated,
    )
