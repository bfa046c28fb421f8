"""The house default of a Lambda function."""

from typing import Any

from aws_cdk import Duration, RemovalPolicy
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from constructs import Construct


class HouseFunction(lambda_.Function):
    """Python 3.13 on arm64, a log group that forgets after a month, structured logs."""

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


def _logs(scope: Construct, construct_id: str) -> logs.LogGroup:
    return logs.LogGroup(
        scope,
        f"{construct_id}Logs",
        retention=logs.RetentionDays.ONE_MONTH,
        removal_policy=RemovalPolicy.DESTROY,
    )
