"""Handles queue `publishes`: runs whose lanes are complete, and changes by an admin."""

from datetime import UTC, datetime
from typing import Any

from pydantic import TypeAdapter

from adapters.telemetry import logger
from adapters.wiring import Wiring
from contracts.chunk import Refresh, RunMessage
from functions.publish.publish import Publisher
from functions.publish.release import Releaser

_MESSAGE: TypeAdapter[RunMessage | Refresh] = TypeAdapter(RunMessage | Refresh)
_wiring = Wiring()
_publisher = Publisher(
    runs=_wiring.runs,
    ending=_wiring.run_completion,
    queue=_wiring.queue("run"),
    releaser=Releaser(_wiring.runs, _wiring.publications, _wiring.decisions),
    evaluations=_wiring.queue("evaluate"),
)


def _publish(body: str) -> None:
    message = _MESSAGE.validate_json(body)
    if isinstance(message, Refresh):
        _publisher.ending.refresh_copies()
        return
    came = _publisher.publish(message.run_id, datetime.now(UTC))
    logger.info("publish", extra={"run_id": message.run_id, "outcome": came})


_consumer = _wiring.consumer(_publish)


def handler(event: dict[str, Any], context: Any) -> Any:
    return _consumer.consume(event, context)
