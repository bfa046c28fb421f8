"""What the stages need of the world; `adapters` provides it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from contracts.chunk import Chunk
from contracts.config import Config
from contracts.control_record import ControlRecord
from contracts.evidence import Evidence
from contracts.look import Look
from contracts.price import Capability, Price
from contracts.result import CaseResult
from contracts.run import Lane, Run, RunKind, RunStatus
from contracts.summary import Summary


class ConfigPort(Protocol):
    def get(self) -> Config | None: ...

    def put(self, config: Config) -> None: ...


@dataclass(frozen=True)
class Listing:
    """What a provider offers: where it is, and by model id the prices, whether the model is
    simulated, and what it can take.
    """

    provider: str
    prices: Mapping[str, Price]
    simulated: Mapping[str, bool]
    capabilities: Mapping[str, Capability] = field(default_factory=dict)


class ModelLister(Protocol):
    """Raises ProviderFailure."""

    def __call__(self) -> Listing: ...


class DocumentPort(Protocol):
    """Texts by key. Hashable, so that what never changes can be remembered."""

    def __hash__(self) -> int: ...

    def get(self, key: str) -> str | None: ...

    def put(self, key: str, text: str) -> None: ...

    def keys(self, prefix: str) -> Iterable[str]: ...


class SendPort(Protocol):
    """Sending again after a failure must be harmless to the receiver. `delay` in seconds."""

    def send(self, *messages: ControlRecord, delay: int = 0) -> None: ...


class ChunkPort(SendPort, Protocol):
    def waiting(self) -> int: ...


class ClaimPort(Protocol):
    def take(self, chunk: Chunk, case_id: str, holder: str) -> bool:
        """Takes or renews a claim; False while somebody else works on the case."""
        ...

    def give_up(self, chunk: Chunk, case_id: str, holder: str) -> None: ...


class EvidencePort(Protocol):
    def keep(self, evidence: Evidence) -> None: ...

    def of(self, candidate: str) -> list[Evidence]: ...


class WorkerPort(Protocol):
    def running(self) -> int: ...

    def start(self, started_by: str) -> str | None:
        """None, or why no task could be started."""
        ...


@dataclass(frozen=True)
class Seen:
    """Of a run: when its count of results last changed, and when that or a new dispatch was."""

    since: datetime
    touched: datetime


class ResultPort(Protocol):
    def add_lanes(self, run_id: str, lanes: Iterable[Lane]) -> None: ...

    def lanes(self, run_id: str) -> list[Lane]: ...

    def lane(self, run_id: str, candidate: str, repetition: int) -> Lane | None: ...

    def stop_lane(self, run_id: str, lane: Lane, why: str | None) -> None: ...

    def raise_lane(self, run_id: str, lane: Lane, expected: int) -> None: ...

    def looks(self, run_id: str) -> list[Look]:
        """The further ones, in their order."""
        ...

    def add_look(self, run_id: str, look: Look) -> None:
        """The first of a number stays."""
        ...

    def record(self, result: CaseResult) -> bool:
        """Stores and counts a result once; False when it was there."""
        ...

    def count_try(self, result: CaseResult) -> bool:
        """Counts the cost of an attempt that is repeated later, once."""
        ...

    def tried(self, result: CaseResult) -> bool:
        """Whether `count_try` was called with an attempt of this number."""
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
        """None when written, else the id of the active run of this kind."""
        ...

    def resume(self, resumed: Run, status: RunStatus) -> str | None:
        """None when written, else the id of the active run of this kind."""
        ...

    def active(self, kind: RunKind) -> str | None: ...

    def get(self, run_id: str) -> Run | None: ...

    def require(self, run_id: str) -> Run:
        """Raises UnknownRun."""
        ...

    def wanted(self, chunk: Chunk) -> bool: ...

    def seen(self, run: Run, done: int, at: datetime) -> Seen: ...

    def touch(self, run_id: str, at: datetime) -> None: ...

    def give_up(self, run: Run) -> None: ...

    def given_up(self, run: Run) -> bool:
        """Whether the sweep ended this round of the run with what there was."""
        ...

    def end(
        self, run: Run, at: datetime, status: RunStatus, error: str | None = None
    ) -> tuple[str, ...] | None:
        """None when it was running, else why nothing was written."""
        ...

    def put_summaries(self, run_id: str, summaries: Iterable[Summary]) -> None: ...
