"""A message is processed, comes back, or is dead-lettered with its reason; it is never lost."""

import json
from typing import Any

import pytest

from adapters.aws.consumer import Consumer
from adapters.aws.queue import Queue
from contracts.chunk import MAX_RECEIVES, RunMessage


def event(*bodies: str, receives: int = 1) -> dict[str, Any]:
    return {
        "Records": [
            {
                "messageId": f"m{n}",
                "receiptHandle": "r",
                "body": body,
                "attributes": {"ApproximateReceiveCount": str(receives)},
                "messageAttributes": {},
                "eventSource": "aws:sqs",
            }
            for n, body in enumerate(bodies)
        ]
    }


def dead_lettered(queue: Queue) -> list[tuple[str, str]]:
    found = queue.client.receive_message(
        QueueUrl=queue.url, MaxNumberOfMessages=10, MessageAttributeNames=["All"]
    ).get("Messages", [])
    return [(m["Body"], m["MessageAttributes"]["reason"]["StringValue"]) for m in found]


def handle(body: str) -> None:
    if RunMessage.from_json(body).run_id == "trouble":
        raise RuntimeError("the table is away")


GOOD, TROUBLE = json.dumps({"runId": "fine"}), json.dumps({"runId": "trouble"})


@pytest.fixture
def consumer(queue: Queue) -> Consumer:
    return Consumer(handle, queue)


def test_only_the_failed_message_comes_back(consumer: Consumer, queue: Queue) -> None:
    answer = consumer.consume(event(GOOD, TROUBLE, GOOD), None)
    assert answer == {"batchItemFailures": [{"itemIdentifier": "m1"}]}
    assert dead_lettered(queue) == []


def test_all_messages_failing_is_no_error_of_the_function(consumer: Consumer) -> None:
    answer = consumer.consume(event(TROUBLE), None)
    assert len(answer["batchItemFailures"]) == 1


@pytest.mark.parametrize("body", ["{", "{}", '{"runId": ""}', '{"runId": "x", "more": 1}'])
def test_a_malformed_message_is_buried_at_once_with_its_reason(
    consumer: Consumer, queue: Queue, body: str
) -> None:
    assert consumer.consume(event(body), None) == {"batchItemFailures": []}
    ((text, reason),) = dead_lettered(queue)
    assert text == body
    assert reason


def test_the_last_failure_buries_the_message_with_its_reason(
    consumer: Consumer, queue: Queue
) -> None:
    answer = consumer.consume(event(TROUBLE, receives=MAX_RECEIVES), None)
    assert answer == {"batchItemFailures": []}
    assert dead_lettered(queue) == [(TROUBLE, "RuntimeError: the table is away")]
