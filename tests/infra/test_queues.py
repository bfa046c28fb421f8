"""The queues, what takes from them, and what becomes of a message that fails."""

import pytest
from msgspec.structs import fields

from container.worker import WorkerSettings
from contracts.chunk import MAX_RECEIVES
from tests.infra.template import Resources, named, of

WORK = ("Runs", "Replays", "Chunks", "Grades", "Publishes", "Evaluations")
# One message at a time, for minutes: six times as long would only keep a message of a function that
# died from the next one.
LONG = ("QueuesRunsQueue", "QueuesReplaysQueue", "QueuesEvaluationsQueue")
DAY = 24 * 60 * 60


def consumers(resources: Resources) -> dict[str, int]:
    """Return the timeout of the function that takes from each queue."""
    functions = named(resources, "AWS::Lambda::Function")
    return {
        source["EventSourceArn"]["Fn::GetAtt"][0]: functions[source["FunctionName"]["Ref"]][
            "Timeout"
        ]
        for source in of(resources, "AWS::Lambda::EventSourceMapping")
    }


def test_every_queue_has_a_dead_letter_queue_and_enough_visibility(production: Resources) -> None:
    queues = named(production, "AWS::SQS::Queue")
    dead = {
        q["RedrivePolicy"]["deadLetterTargetArn"]["Fn::GetAtt"][0]
        for q in queues.values()
        if "RedrivePolicy" in q
    }
    assert len(dead) == 6
    (parked,) = {n for n in queues if "Parked" in n}
    live = {n for n, q in queues.items() if "RedrivePolicy" in q}
    assert set(queues) - dead - {parked} == live


@pytest.mark.parametrize("name", WORK)
def test_what_fails_too_often_goes_to_the_dead_letter_queue_beside_it(
    production: Resources, name: str
) -> None:
    queues = named(production, "AWS::SQS::Queue")
    (live,) = [q for n, q in queues.items() if n.startswith(f"Queues{name}Queue")]
    redrive = live["RedrivePolicy"]
    assert redrive["deadLetterTargetArn"]["Fn::GetAtt"][0].startswith(f"Queues{name}Dead")
    assert redrive["maxReceiveCount"] == MAX_RECEIVES


def test_a_message_stays_hidden_while_the_function_that_took_it_may_run(
    production: Resources,
) -> None:
    """AWS advises six times its timeout."""
    queues, timeouts = named(production, "AWS::SQS::Queue"), consumers(production)
    assert len(timeouts) == 7
    for queue, timeout in timeouts.items():
        times = 1 if queue.startswith(LONG) else 6
        assert queues[queue].get("VisibilityTimeout", 30) >= times * timeout, queue


def test_a_chunk_stays_hidden_for_the_lease_of_its_worker(production: Resources) -> None:
    queues = named(production, "AWS::SQS::Queue")
    (chunks,) = [q for n, q in queues.items() if n.startswith("QueuesChunksQueue")]
    (lease,) = [f.default for f in fields(WorkerSettings) if f.name == "lease_seconds"]
    assert chunks["VisibilityTimeout"] >= lease


def test_what_died_is_kept_longer_than_work_may_wait(production: Resources) -> None:
    """A message takes its age along into the dead-letter queue."""
    for name, queue in named(production, "AWS::SQS::Queue").items():
        assert (
            queue.get("MessageRetentionPeriod") == (4 if "RedrivePolicy" in queue else 14) * DAY
        ), name
