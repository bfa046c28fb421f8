"""Handles the sweep, each minute: runs without progress, and the live copies."""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

from msgspec import Meta

from adapters.settings import Settings, settings
from adapters.telemetry import logger
from adapters.wiring import Wiring
from contracts.run import WorkerVersion
from functions.benchmark.dispatch.dead_letters import DeadLetters
from functions.benchmark.dispatch.shortages import tell_shortages
from functions.benchmark.dispatch.sweeper import Sweeper
from functions.benchmark.grade.recorder import Recorder


class _Settings(Settings):
    stall_seconds: Annotated[int, Meta(ge=1)] = 900
    give_up_seconds: Annotated[int, Meta(ge=1)] = 21_600


_env, _wiring = settings(_Settings), Wiring()
_copies, _chunks = _wiring.live_copies, _wiring.queue("chunk")
_sweeper = Sweeper(
    runs=_wiring.runs,
    queue=_wiring.queue("run"),
    chunks=_chunks,
    workers=_wiring.workers,
    dead_letters=DeadLetters(
        runs=_wiring.runs,
        documents=_wiring.documents,
        recorder=Recorder(_wiring.runs, _wiring.evidence, _wiring.queue("publish")),
        chunks=_chunks,
        replays=_wiring.queue("replay"),
        grades=_wiring.queue("grade"),
    ),
    version=WorkerVersion(
        cli_version=_wiring.variable("CLI_VERSION"), image=_wiring.variable("WORKER_IMAGE")
    ),
    stall=timedelta(seconds=_env.stall_seconds),
    give_up=timedelta(seconds=_env.give_up_seconds),
)


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Return what was done, for an invocation by hand."""
    swept = _sweeper.sweep(datetime.now(UTC))
    tell_shortages(swept.shortages)
    done = [*(f"{key}: repaired" for key in _copies.repair()), *swept.done]
    logger.info("sweep", extra={"done": done})
    return {"done": done}
