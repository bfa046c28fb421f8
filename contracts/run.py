"""One benchmark run, with everything that it was started under."""

from datetime import datetime
from enum import StrEnum

from contracts.config import Config
from contracts.model import Count, Text, Usd, Wire
from contracts.summary import Summary
from contracts.table import Effort


class RunKind(StrEnum):
    CLASSIFIER = "classifier"
    DECIDER = "decider"


class RunStatus(StrEnum):
    RUNNING = "running"
    COMPLETED = "completed"
    FAILED = "failed"


class Lane(Wire):
    """All cases of one candidate in one repetition. `done` counts results, holes included."""

    candidate: Text
    reasoning_effort: Effort | None = None
    repetition: Count
    expected: Count
    done: Count = 0
    failed: Count = 0
    holes: Count = 0
    cost_usd: Usd = 0.0
    unpriced: Count = 0


class Run(Wire):
    """`simulated` is true when the provider was the simulated one. `dataset` is the digest of the
    cases, which are snapshotted beside the run."""

    run_id: Text
    kind: RunKind
    status: RunStatus
    started_at: datetime
    completed_at: datetime | None = None
    error: str | None = None
    config: Config
    dataset: Text
    cases: Count
    lanes: Count
    simulated: bool

    @property
    def entrants(self) -> tuple[str, ...]:
        """The candidates of this run, in the order of the config."""
        if self.kind is RunKind.CLASSIFIER:
            return self.config.classifier_models
        return tuple(model.id for model in self.config.decider_models)


class RunView(Wire):
    """A run as the admin API shows it."""

    run: Run
    lanes: tuple[Lane, ...]
    summaries: tuple[Summary, ...]


def run_id_of(kind: RunKind, started_at: datetime) -> str:
    """Sortable by time: `decider-2026-06-11T10-00-00-000Z`."""
    stamp = started_at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return f"{kind}-{stamp.replace(':', '-').replace('.', '-')}"
