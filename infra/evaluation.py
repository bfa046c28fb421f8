"""Build the function that evaluates tables."""

from aws_cdk import Duration
from constructs import Construct

from infra.function import Maker, consume
from infra.queues import Queues


class Evaluation(Construct):
    """The function `evaluate`: it classifies the prompts of a table's cases, and judges the whole
    router."""

    def __init__(
        self, scope: Construct, construct_id: str, *, maker: Maker, queues: Queues
    ) -> None:
        super().__init__(scope, construct_id)
        secret, work = maker.storage.provider_secret, queues.evaluations
        function = maker.make(
            self,
            "Evaluate",
            "evaluate.handler.handler",
            timeout=Duration.minutes(14),
            memory_size=1024,
            environment={
                "EVALUATE_QUEUE_URL": work.queue.queue_url,
                "PROVIDER_SECRET_ARN": secret.secret_arn,
            },
        )
        maker.storage.grant_items(function)
        maker.storage.grant_read_objects(function, "cases")
        secret.grant_read(function)
        work.queue.grant_send_messages(function)
        consume(function, work.queue, work.dead, batch=1)
