"""A benchmark run with everything that its results depend on."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from contracts.config import Config
from contracts.control_record import ControlRecord
from contracts.look import Look, expected
from contracts.options import Effort
from contracts.price import Capability, Price
from contracts.scalars import Count, Text, Usd
from contracts.tier import Tier
from contracts.tuning import DEFAULT, Tuning


class RunKind(StrEnum):
    CLASSIFIER = "classifier"
    DECIDER = "decider"


class RunStatus(StrEnum):
    RUNNING = "running"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"
    STOPPED_AT_BUDGET = "stopped_at_budget"
    PAUSED = "paused"


RESUMABLE = (
    RunStatus.FAILED,
    RunStatus.CANCELLED,
    RunStatus.STOPPED_AT_BUDGET,
    RunStatus.PAUSED,
)


class Lane(ControlRecord):
    """All cases of one candidate in one repetition. `done` counts results, including holes and the
    `carried` ones. `cost_usd` is the known cost of all attempts of this run; `unpriced` counts
    attempts of which a part is unknown, `tries` attempts that were repeated later. `stopped` says
    why it ended early.
    """

    candidate: Text
    reasoning_effort: Effort | None = None
    repetition: Count
    expected: Count
    carried: Count = 0
    done: Count = 0
    failed: Count = 0
    holes: Count = 0
    cost_usd: Usd = 0.0
    unpriced: Count = 0
    tries: Count = 0
    stopped: str | None = None

    @property
    def through(self) -> bool:
        return self.done >= self.expected or self.stopped is not None

    def committed_usd(self, per_case: float) -> float:
        """Return the USD that count against a cap; an attempt of unknown cost counts `per_case`."""
        return self.cost_usd + self.unpriced * per_case


class WorkerVersion(ControlRecord):
    """What measures decider cases: the version of the CLI, and the digest of the worker's image.
    Results of two versions are never mixed in a run.
    """

    cli_version: str | None = None
    image: str | None = None


class Shortage(ControlRecord):
    """Worker tasks that AWS did not start when they were last wanted. `running` is how many did run
    then, `reason` what AWS said.
    """

    at: datetime
    wanted: Count
    running: Count
    reason: Text


class Run(ControlRecord):
    """A run. `simulated` is true when a model was simulated. `dataset` is the digest of the cases,
    which are stored beside the run. `tier_cases` counts the cases of each tier of a decider run.
    `round` counts how often it was resumed. `cli_version` and `image` are the worker's, `prices`
    and `capabilities` the provider's at the start.
    """

    run_id: Text
    kind: RunKind
    status: RunStatus
    started_at: datetime
    completed_at: datetime | None = None
    error: str | None = None
    config: Config
    dataset: Text
    cases: Count
    tier_cases: dict[Tier, Count] = {}  # noqa: RUF012
    lanes: Count
    simulated: bool
    round: Count = 0
    regrade_of: Text | None = None
    provider: str | None = None
    cli_version: str | None = None
    image: str | None = None
    prices: dict[str, Price] = {}  # noqa: RUF012
    capabilities: dict[str, Capability] = {}  # noqa: RUF012

    @property
    def first_attempt(self) -> int:
        """The number of the first attempt of this round; earlier rounds have lower ones."""
        return self.round * self.config.max_tries

    def expected(self, candidate: str, further: Sequence[Look] = ()) -> int:
        """Return how many cases a candidate has to do in each repetition, with `further` looks."""
        if self.kind is RunKind.CLASSIFIER:
            return self.cases
        return expected(self.config.looks, further, candidate, self.tier_cases)

    @property
    def entrants(self) -> tuple[str, ...]:
        """The candidates of this run, in the order of the config."""
        if self.kind is RunKind.CLASSIFIER:
            return tuple(model.id for model in self.config.classifier_models)
        return tuple(model.id for model in self.config.deciders)

    def tuning(self, classifier: str) -> Tuning:
        """Return how the run calls a classifier."""
        known = (m.tuning for m in self.config.classifier_models if m.id == classifier)
        return next(known, DEFAULT)

    @property
    def worker_version(self) -> WorkerVersion:
        return WorkerVersion(cli_version=self.cli_version, image=self.image)


def run_id_of(kind: RunKind, started_at: datetime) -> str:
    """Return an id that sorts by time, as `decider-2026-06-11T10-00-00-000Z`."""
    stamp = started_at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return f"{kind}-{stamp.replace(':', '-').replace('.', '-')}"


def outdated(run: Run, deployed: WorkerVersion) -> str | None:
    """Return why a decider run that began with another worker version cannot go on, or None."""
    if run.kind is RunKind.CLASSIFIER or run.worker_version == deployed:
        return None
    return (
        f"the deployed worker (CLI {deployed.cli_version}, image {(deployed.image or '')[:12]}) is "
        f"not the one that the run started with (CLI {run.cli_version}, image "
        f"{(run.image or '')[:12]}), and results of two versions are never mixed; start a new run, "
        "which carries what was measured by the same CLI"
    )
