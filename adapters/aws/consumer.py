"""Consume SQS messages in a Lambda: a bad one neither holds back nor repeats its neighbours."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from aws_lambda_powertools.utilities.batch import (
    BatchProcessor,
    EventType,
    process_partial_response,
)
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from pydantic import ValidationError

from adapters.aws.queue import Queue
from adapters.telemetry import logger
from contracts.chunk import MAX_RECEIVES
from contracts.errors import Unworkable
from contracts.problems import problems


@dataclass(frozen=True)
class Consumer:
    """A consumer that gives the body of each message to `handle`. A malformed or unworkable message
    goes to the dead-letter queue at once, any other that fails after MAX_RECEIVES attempts; the
    reason goes with it."""

    handle: Callable[[str], None]
    dead: Queue

    def consume(self, event: dict[str, Any], context: Any) -> Any:
        processor = BatchProcessor(EventType.SQS, raise_on_entire_batch_failure=False)
        return process_partial_response(event, self._one, processor, context)

    def _one(self, record: SQSRecord) -> None:
        try:
            self.handle(record.body)
        except ValidationError as error:
            self._dead_letter(record, "; ".join(problems(error)))
        except Unworkable as error:
            self._dead_letter(record, str(error))
        except Exception as error:
            logger.exception("message failed", extra={"message_id": record.message_id})
            if int(record.attributes.approximate_receive_count) < MAX_RECEIVES:
                raise
            self._dead_letter(record, f"{type(error).__name__}: {error}")

    def _dead_letter(self, record: SQSRecord, reason: str) -> None:
        logger.error(
            "message dead-lettered", extra={"reason": reason, "message_id": record.message_id}
        )
        self.dead.dead_letter(record.body, reason)
