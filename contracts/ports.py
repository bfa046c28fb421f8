"""What the stages need of storage, queues, workers and the provider; `adapters` provides it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from contracts.bank import BankAct
from contracts.chunk import Chunk
from contracts.classification import ApiKind
from contracts.config import Config
from contracts.control_record import ControlRecord
from contracts.evidence import Evidence
from contracts.look import Look
from contracts.price import Capability, Price
from contracts.result import CaseResult
from contracts.run import Lane, Run, RunKind, RunStatus, Shortage
from contracts.summary import Summary


class ConfigPort(Protocol):
    def get(self) -> Config | None: ...

    def put(self, config: Config) -> None: ...


@dataclass(frozen=True)
class Listing:
    """What a provider offers: its address, and by model id the prices, whether the model is
    simulated, its capabilities, and the APIs that serve it, where the list says that.
    """

    provider: str
    prices: Mapping[str, Price]
    simulated: Mapping[str, bool]
    capabilities: Mapping[str, Capability] = field(default_factory=dict)
    apis: Mapping[str, frozenset[ApiKind]] = field(default_factory=dict)


class ModelLister(Protocol):
    """A call that lists the provider's models. Raises ProviderFailure."""

    def __call__(self) -> Listing: ...


class DocumentPort(Protocol):
    """Texts by key. It is hashable, so that texts that never change can be cached."""

    def __hash__(self) -> int: ...

    def get(self, key: str) -> str | None: ...

    def put(self, key: str, text: str) -> None: ...

    def keys(self, prefix: str) -> Iterable[str]: ...


class SendPort(Protocol):
    """A queue to send to. Its receiver must take a message twice without harm. `delay` is in
    seconds.
    """

    def send(self, *messages: ControlRecord, delay: int = 0) -> None: ...


class ChunkPort(SendPort, Protocol):
    def waiting(self) -> int: ...


class ClaimPort(Protocol):
    def take(self, chunk: Chunk, case_id: str, holder: str) -> bool:
        """Take or renew a claim; return False while another holder works on the case."""
        ...

    def give_up(self, chunk: Chunk, case_id: str, holder: str) -> None: ...


class EvidencePort(Protocol):
    def keep(self, evidence: Evidence) -> None: ...

    def of(self, candidate: str) -> list[Evidence]: ...


class BankPort(Protocol):
    def acts(self) -> list[BankAct]:
        """Return all acts, the first one first."""
        ...

    def append(self, act: BankAct) -> bool:
        """Store an act. Return False, and store nothing, if its number is taken."""
        ...


class WorkerPort(Protocol):
    def running(self) -> int: ...

    def start(self, started_by: str, count: int = 1) -> str | None:
        """Start `count` tasks. Return None, or why not all were started."""
        ...


@dataclass(frozen=True)
class Seen:
    """When a run's count of results last changed, and when that or a new dispatch last happened."""

    since: datetime
    touched: datetime


class ResultPort(Protocol):
    def add_lanes(self, run_id: str, lanes: Iterable[Lane]) -> None: ...

    def lanes(self, run_id: str) -> list[Lane]: ...

    def lane(self, run_id: str, candidate: str, repetition: int) -> Lane | None: ...

    def stop_lane(self, run_id: str, lane: Lane, why: str | None) -> None: ...

    def raise_lane(self, run_id: str, lane: Lane, expected: int) -> None: ...

    def looks(self, run_id: str) -> list[Look]:
        """Return the looks after the first, in order."""
        ...

    def add_look(self, run_id: str, look: Look) -> None:
        """Store a look; an earlier one with the same number stays."""
        ...

    def record(self, result: CaseResult) -> bool:
        """Store and count a result once; return False when it was there."""
        ...

    def count_try(self, result: CaseResult) -> bool:
        """Count the cost of an attempt that is repeated later, once; return False when it was
        counted.
        """
        ...

    def tried(self, result: CaseResult) -> bool:
        """Return whether `count_try` has counted an attempt of this number."""
        ...

    def reopen(self, hole: CaseResult) -> bool: ...

    def put_results(self, results: Iterable[CaseResult]) -> None: ...

    def stored_cases(self, run_id: str, candidate: str, repetition: int) -> set[str]: ...

    def results(self, run_id: str) -> list[CaseResult]: ...

    def result(
        self, run_id: str, candidate: str, repetition: int, case_id: str
    ) -> CaseResult | None: ...


class RunPort(ResultPort, Protocol):
    def create(self, run: Run) -> str | None:
        """Write a run. Return None, or the id of the active run of this kind."""
        ...

    def resume(self, resumed: Run, status: RunStatus) -> str | None:
        """Write a resumed run. Return None, or the id of the active run of this kind."""
        ...

    def active(self, kind: RunKind) -> str | None: ...

    def get(self, run_id: str) -> Run | None: ...

    def require(self, run_id: str) -> Run:
        """Return the run. Raises UnknownRun."""
        ...

    def wanted(self, chunk: Chunk) -> bool: ...

    def seen(self, run: Run, done: int, at: datetime) -> Seen: ...

    def touch(self, run_id: str, at: datetime) -> None: ...

    def note_shortage(self, run_id: str, shortage: Shortage | None) -> None: ...

    def give_up(self, run: Run) -> None: ...

    def given_up(self, run: Run) -> bool:
        """Return whether the sweep ended this round of the run with the results so far."""
        ...

    def end(
        self, run: Run, at: datetime, status: RunStatus, error: str | None = None
    ) -> tuple[str, ...] | None:
        """End a running run. Return None, or the reasons why nothing was written."""
        ...

    def put_summaries(self, run_id: str, summaries: Iterable[Summary]) -> None: ...
