"""Handles queue `grades`: attempts of decider candidates."""

from typing import Any

from adapters.telemetry import logger
from adapters.wiring import Wiring
from contracts.chunk import GradeMessage
from functions.benchmark.grade.grader import Grader
from functions.benchmark.grade.recorder import Recorder

_wiring = Wiring()
_grader = Grader(
    runs=_wiring.runs,
    documents=_wiring.documents,
    recorder=Recorder(_wiring.runs, _wiring.evidence, _wiring.queue("publish")),
    chunks=_wiring.queue("chunk"),
)


def _grade(body: str) -> None:
    message = GradeMessage.from_json(body)
    logger.info("grade", extra={"run_id": message.run_id})
    _grader.grade(message)


_consumer = _wiring.consumer(_grade)


def handler(event: dict[str, Any], context: Any) -> Any:
    return _consumer.consume(event, context)
