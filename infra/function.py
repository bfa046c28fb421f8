"""Make Lambda functions with the defaults of this project."""

from dataclasses import dataclass
from typing import Any

from aws_cdk import Duration, RemovalPolicy
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_lambda_event_sources as sources
from aws_cdk import aws_logs as logs
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infra.storage import Storage


class HouseFunction(lambda_.Function):
    """A function with Python 3.13 on arm64, structured logs, and a log group that is kept for a
    month."""

    def __init__(self, scope: Construct, construct_id: str, **options: Any) -> None:
        environment = {
            "POWERTOOLS_SERVICE_NAME": construct_id.lower(),
            **options.pop("environment"),
        }
        defaults: dict[str, Any] = {
            "runtime": lambda_.Runtime.PYTHON_3_13,
            "architecture": lambda_.Architecture.ARM_64,
            "memory_size": 512,
            "timeout": Duration.seconds(30),
        }
        super().__init__(
            scope,
            construct_id,
            environment=environment,
            **{**defaults, **options},
            log_group=_logs(scope, construct_id),
        )


@dataclass(frozen=True)
class Maker:
    """A maker of functions from the one asset, which know the table and the bucket."""

    code: lambda_.Code
    storage: Storage

    def make(self, scope: Construct, name: str, handler: str, **options: Any) -> HouseFunction:
        """Return a function; `handler` is a path below `functions`."""
        extra = options.pop("environment", {})
        names = {
            "TABLE_NAME": self.storage.table.table_name,
            "BUCKET_NAME": self.storage.bucket.bucket_name,
        }
        return HouseFunction(
            scope,
            name,
            code=self.code,
            handler=f"functions.{handler}",
            environment={**names, **extra},
            **options,
        )


def consume(
    function: lambda_.Function,
    queue: sqs.IQueue,
    dead: sqs.IQueue,
    *,
    batch: int,
    concurrency: int = 2,
) -> None:
    """Have the function consume the queue; a message that cannot be processed is put into `dead`
    with its reason."""
    function.add_environment("DEAD_QUEUE_URL", dead.queue_url)
    dead.grant_send_messages(function)
    function.add_event_source(
        sources.SqsEventSource(
            queue,
            batch_size=batch,
            report_batch_item_failures=True,
            max_concurrency=concurrency,
        )
    )


def _logs(scope: Construct, construct_id: str) -> logs.LogGroup:
    return logs.LogGroup(
        scope,
        f"{construct_id}Logs",
        retention=logs.RetentionDays.ONE_MONTH,
        removal_policy=RemovalPolicy.DESTROY,
    )
