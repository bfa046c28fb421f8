"""Send, receive and hold the messages of one SQS queue."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from contracts.control_record import ControlRecord
from contracts.errors import Transient

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_sqs.type_defs import SendMessageBatchRequestEntryTypeDef

_BATCH = 10  # AWS: the most messages in one SendMessageBatch


class SendFailed(Transient):
    """SQS did not accept some messages. Sending all again is safe: consumers are idempotent."""


@dataclass(frozen=True)
class Message:
    body: str
    receipt: str


@dataclass(frozen=True)
class Queue:
    client: "SQSClient"
    url: str

    def send(self, *messages: ControlRecord, delay: int = 0) -> None:
        """Send all messages, ten a request, to be received after `delay` seconds, at most 900.
        Raises SendFailed."""
        for start in range(0, len(messages), _BATCH):
            self._send_batch(messages[start : start + _BATCH], delay)

    def _send_batch(self, messages: Sequence[ControlRecord], delay: int) -> None:
        entries: list[SendMessageBatchRequestEntryTypeDef] = [
            {"Id": str(n), "MessageBody": m.wire_json(), "DelaySeconds": delay}
            for n, m in enumerate(messages)
        ]
        answer = self.client.send_message_batch(QueueUrl=self.url, Entries=entries)
        if answer.get("Failed"):
            raise SendFailed("; ".join(f["Code"] for f in answer["Failed"]))

    def dead_letter(self, body: str, reason: str) -> None:
        """Put a message that cannot be processed into this (dead-letter) queue."""
        self.client.send_message(
            QueueUrl=self.url,
            MessageBody=body,
            MessageAttributes={"reason": {"DataType": "String", "StringValue": reason[:500]}},
        )

    def waiting(self) -> int:
        """Return about how many messages could be received now."""
        answer = self.client.get_queue_attributes(
            QueueUrl=self.url, AttributeNames=["ApproximateNumberOfMessages"]
        )
        return int(answer["Attributes"]["ApproximateNumberOfMessages"])

    def receive(self, wait: int, hold: int) -> Message | None:
        """Return the next message, hidden from others for `hold` seconds, or None if there is none
        within `wait` seconds."""
        answer = self.client.receive_message(
            QueueUrl=self.url,
            MaxNumberOfMessages=1,
            WaitTimeSeconds=wait,
            VisibilityTimeout=hold,
        )
        found = answer.get("Messages", [])
        return Message(found[0]["Body"], found[0]["ReceiptHandle"]) if found else None

    def hold(self, message: Message, seconds: int) -> None:
        """Keep a received message from other consumers for `seconds`; 0 hands it back at once."""
        self.client.change_message_visibility(
            QueueUrl=self.url, ReceiptHandle=message.receipt, VisibilityTimeout=seconds
        )

    def done(self, message: Message) -> None:
        self.client.delete_message(QueueUrl=self.url, ReceiptHandle=message.receipt)
