"""Handles the schedule of recurring runs, off by default: starts a run with the saved config."""

from datetime import UTC, datetime
from typing import Any

from adapters.telemetry import logger
from adapters.wiring import Wiring
from contracts.admin import StartRun
from functions.benchmark.cases.bank import BankReader
from functions.benchmark.runs.start import Starter, Worker

_wiring = Wiring()
_starter = Starter(
    runs=_wiring.runs,
    evidence=_wiring.evidence,
    documents=_wiring.documents,
    queue=_wiring.queue("run"),
    models=_wiring.models,
    worker=Worker.of(_wiring.variable),
    bank=BankReader(_wiring.bank, _wiring.documents).usable,
)


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Start the run of `event`, a StartRun, and return its id. A run that cannot start is an error
    of this function, so that its metric shows it and not only a log.
    """
    wanted = StartRun.from_wire(event)
    run = _starter.start(wanted.kind, _wiring.configs.get(), datetime.now(UTC), fresh=wanted.fresh)
    logger.info("recurring run", extra={"run_id": run.run_id})
    return {"runId": run.run_id}
