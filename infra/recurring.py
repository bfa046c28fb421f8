"""Build recurring runs by EventBridge Scheduler, off unless a schedule is given at deployment."""

from typing import Any

from aws_cdk import Duration
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_scheduler as scheduler
from aws_cdk import aws_scheduler_targets as targets
from constructs import Construct

_WEEKLY = "cron(0 5 ? * SUN *)"  # Sundays at 05:00 UTC; chosen


class Recurring(Construct):
    """One schedule for each kind of run; `expression` is EventBridge's, in UTC."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        function: lambda_.IFunction,
        expression: str | None,
    ) -> None:
        super().__init__(scope, construct_id)
        for kind in ("classifier", "decider"):
            wanted: dict[str, Any] = {"kind": kind}
            scheduler.Schedule(
                self,
                kind.capitalize(),
                schedule=scheduler.ScheduleExpression.expression(expression or _WEEKLY),
                target=targets.LambdaInvoke(
                    function,
                    input=scheduler.ScheduleTargetInput.from_object(wanted),
                    retry_attempts=2,
                    max_event_age=Duration.hours(1),
                ),
                enabled=expression is not None,
                description=f"Starts a {kind} run with the saved config",
            )
