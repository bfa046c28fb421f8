"""Handles queue `runs`: sends the cases of a run to workers and replays."""

from datetime import UTC, datetime
from typing import Any

from adapters.telemetry import logger
from adapters.wiring import Wiring
from contracts.chunk import RunMessage
from functions.benchmark.dispatch.dispatcher import Dispatcher
from functions.benchmark.dispatch.shortages import tell_shortages
from functions.benchmark.grade.recorder import Recorder

_wiring = Wiring()
_dispatcher = Dispatcher(
    runs=_wiring.runs,
    documents=_wiring.documents,
    chunks=_wiring.queue("chunk"),
    replays=_wiring.queue("replay"),
    recorder=Recorder(_wiring.runs, _wiring.evidence, _wiring.queue("publish")),
    grades=_wiring.queue("grade"),
    workers=_wiring.workers,
)


def _dispatch(body: str) -> None:
    run_id = RunMessage.from_json(body).run_id
    logger.info("dispatch", extra={"run_id": run_id})
    short = _dispatcher.dispatch(run_id, datetime.now(UTC))
    tell_shortages([short] if short else [])


_consumer = _wiring.consumer(_dispatch)


def handler(event: dict[str, Any], context: Any) -> Any:
    return _consumer.consume(event, context)
