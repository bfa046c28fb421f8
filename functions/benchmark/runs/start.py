"""Makes a plan and starts exactly that run."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from contracts.chunk import RunMessage
from contracts.config import Config
from contracts.dataset import DeciderCase
from contracts.errors import Conflict, Refused
from contracts.plan import Plan
from contracts.ports import DocumentPort, EvidencePort, ModelLister, RunPort, SendPort
from contracts.result import CaseResult
from contracts.routable import listed_id
from contracts.run import Run, RunKind, RunStatus, WorkerVersion, run_id_of
from contracts.world import World
from functions.benchmark.cases import chunking, select, snapshot
from functions.benchmark.cases.bank import Bank
from functions.benchmark.cases.load import dataset_digest, load_classifiers
from functions.benchmark.runs.listing import listed
from functions.benchmark.runs.plan import Cases, Planned, plan
from functions.classifier.linear import FREE, LINEAR

T = TypeVar("T")
_Prepared = tuple[Run, Cases, tuple[World, ...]]


@dataclass(frozen=True)
class Worker:
    """What measures decider cases: the image's digest, its CLI version, and the most tasks at a
    time.
    """

    image: str
    cli_version: str
    max_tasks: int

    @property
    def version(self) -> WorkerVersion:
        return WorkerVersion(cli_version=self.cli_version, image=self.image)

    @classmethod
    def of(cls, variable: Callable[[str], str]) -> "Worker":
        """Return the worker that the environment describes. Raises KeyError, ValueError."""
        return cls(variable("WORKER_IMAGE"), variable("CLI_VERSION"), int(variable("MAX_TASKS")))


@dataclass(frozen=True)
class Starter:
    runs: RunPort
    evidence: EvidencePort
    documents: DocumentPort
    queue: SendPort
    models: ModelLister
    worker: Worker
    bank: Callable[[], Bank]

    def plan(self, kind: RunKind, config: Config | None, at: datetime, *, fresh: bool) -> Plan:
        """Return the plan; with `fresh` it carries nothing. Raises Refused without a config or for
        a plan that should not be carried out, Unavailable when the provider does not answer.
        """
        run, cases, _ = self._run(kind, config, at)
        return self._plan(run, cases, fresh=fresh).plan

    def start(
        self,
        kind: RunKind,
        config: Config | None,
        at: datetime,
        *,
        fresh: bool = False,
        digest: str | None = None,
    ) -> Run:
        """Start and return the run of the present plan; with `digest`, only if the plan has it.
        Raises as `plan` does, and Conflict while a run of this kind is active or when the plan has
        changed; then no run starts.
        """
        run, cases, worlds = self._run(kind, config, at)
        require_idle(self.runs, kind)
        planned = self._plan(run, cases, fresh=fresh)
        if digest and digest != planned.plan.digest:
            raise Conflict(
                "plan: config, cases or evidence changed after this plan was made; plan again"
            )
        return self.write(run, cases, planned.carried, worlds)

    def write(
        self, run: Run, cases: Cases, carried: tuple[CaseResult, ...], worlds: tuple[World, ...]
    ) -> Run:
        """Write a run with its cases and the worlds on which they stand. Raises Conflict."""
        snapshot.write(run, cases, carried, self.documents, worlds)
        holder = self.runs.create(run)
        if holder:
            raise active(run.kind, holder)
        self.queue.send(RunMessage(run_id=run.run_id))
        return run

    def _plan(self, run: Run, cases: Cases, *, fresh: bool) -> Planned:
        return plan(run, cases, None if fresh else self.evidence, self.worker.max_tasks)

    def _run(self, kind: RunKind, config: Config | None, at: datetime) -> _Prepared:
        if config is None:
            raise Refused("config: none is saved; save one with `autoroute config put FILE`")
        cases, worlds = self._cases(kind, config)
        lanes = chunking.lanes(kind, config, len(cases))
        entrants = list(dict.fromkeys(lane.candidate for lane in lanes))
        listing = listed(self.models)
        decider = kind is RunKind.DECIDER
        prices = {**listing.prices, LINEAR: FREE}
        return (
            Run(
                run_id=run_id_of(kind, at),
                kind=kind,
                status=RunStatus.RUNNING,
                started_at=at,
                config=config,
                dataset=dataset_digest(cases),
                cases=len(cases),
                tier_cases=Counter(c.tier for c in cases if isinstance(c, DeciderCase)),
                lanes=len(lanes),
                simulated=any(listing.simulated.get(listed_id(m), False) for m in entrants),
                provider=listing.provider,
                cli_version=self.worker.cli_version if decider else None,
                image=self.worker.image if decider else None,
                prices=_of(entrants, prices),
                capabilities=_of(entrants, listing.capabilities),
            ),
            cases,
            worlds,
        )

    def _cases(self, kind: RunKind, config: Config) -> tuple[Cases, tuple[World, ...]]:
        if kind is RunKind.CLASSIFIER:
            return select.classifiers(load_classifiers(), config), ()
        entrants = [m.id for m in config.deciders] if config.looks else []
        known = (each for model in entrants for each in self.evidence.of(model))
        bank = self.bank()
        taken = select.deciders(bank.cases, config, select.ease_of(known), bank.weights)
        return taken, bank.worlds_of(taken)


def _of(entrants: list[str], rows: Mapping[str, T]) -> dict[str, T]:
    found = {model: rows.get(listed_id(model)) for model in entrants}
    return {model: row for model, row in found.items() if row is not None}


def require_idle(runs: RunPort, kind: RunKind) -> None:
    """Raise Conflict while a run of this kind is active."""
    holder = runs.active(kind)
    if holder:
        raise active(kind, holder)


def active(kind: RunKind, holder: str) -> Conflict:
    return Conflict(
        f"kind: {kind} run {holder} is active; wait until it has ended, or cancel it with "
        f"`autoroute run cancel {holder}`"
    )
