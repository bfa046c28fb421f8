"""What the admin API answers."""

from datetime import datetime

from contracts.config import Config
from contracts.model import Text, Wire
from contracts.result import CaseResult
from contracts.run import Run, RunKind
from contracts.table import RoutingTable
from contracts.winner import ClassifierWinner


class ConfigView(Wire):
    config: Config | None


class StartRun(Wire):
    kind: RunKind


class RunStarted(Wire):
    run_id: Text
    enqueued_models: tuple[str, ...]
    skipped_models: tuple[str, ...] = ()


class RunList(Wire):
    runs: tuple[Run, ...]


class ResultList(Wire):
    results: tuple[CaseResult, ...]


class TableView(Wire):
    """`published_at` is when the table was built."""

    table: RoutingTable | None
    published_at: datetime | None


class WinnerView(Wire):
    winner: ClassifierWinner | None
