"""Build the queues between the stages of a run, each with its dead-letter queue."""

from aws_cdk import Duration
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from contracts.chunk import MAX_RECEIVES


class WorkQueue(Construct):
    """A queue; a message that fails MAX_RECEIVES times is kept for 14 days in the dead-letter
    queue."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        visibility: Duration,
        attempts: int = MAX_RECEIVES,
    ) -> None:
        super().__init__(scope, construct_id)
        self.dead = sqs.Queue(
            self,
            "Dead",
            retention_period=Duration.days(14),
            visibility_timeout=Duration.minutes(6),
        )
        self.queue = sqs.Queue(
            self,
            "Queue",
            visibility_timeout=visibility,
            retention_period=Duration.days(4),
            dead_letter_queue=sqs.DeadLetterQueue(max_receive_count=MAX_RECEIVES, queue=self.dead),
        )


class Queues(Construct):
    """The queues: `runs` → dispatch, `replays` → classifier chunks, `chunks` → decider chunks,
    `grades` → attempts to grade, `publishes` → completed runs, `evaluations` → tables to evaluate.
    Function `settle` handles what is dead-lettered from `chunks` and `replays`; what it cannot read
    goes to `parked`."""

    def __init__(self, scope: Construct, construct_id: str) -> None:
        super().__init__(scope, construct_id)
        self.runs = WorkQueue(self, "Runs", visibility=Duration.minutes(6))
        self.replays = WorkQueue(self, "Replays", visibility=Duration.minutes(15))
        self.chunks = WorkQueue(self, "Chunks", visibility=Duration.minutes(2))
        self.grades = WorkQueue(self, "Grades", visibility=Duration.minutes(6))
        self.publishes = WorkQueue(self, "Publishes", visibility=Duration.minutes(6))
        self.evaluations = WorkQueue(self, "Evaluations", visibility=Duration.minutes(15))
        self.parked = sqs.Queue(self, "Parked", retention_period=Duration.days(14))
