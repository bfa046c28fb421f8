"""Handles the dead-letter queues of `chunks` and `replays`: each case is tried once more."""

from typing import Any

from adapters.telemetry import logger
from adapters.wiring import Wiring
from contracts.chunk import Chunk
from functions.benchmark.dispatch.dead_letters import DeadLetters
from functions.benchmark.grade.recorder import Recorder

_wiring = Wiring()
_dead_letters = DeadLetters(
    runs=_wiring.runs,
    documents=_wiring.documents,
    recorder=Recorder(_wiring.runs, _wiring.evidence, _wiring.queue("publish")),
    chunks=_wiring.queue("chunk"),
    replays=_wiring.queue("replay"),
    grades=_wiring.queue("grade"),
)


def _recover(body: str) -> None:
    chunk = Chunk.from_json(body)
    logger.warning(
        "chunk dead-lettered", extra={"run_id": chunk.run_id, "candidate": chunk.candidate}
    )
    _dead_letters.recover(chunk)


_consumer = _wiring.consumer(_recover)


def handler(event: dict[str, Any], context: Any) -> Any:
    return _consumer.consume(event, context)
