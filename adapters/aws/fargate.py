"""Count and start the worker tasks of ECS Fargate."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

if TYPE_CHECKING:
    from mypy_boto3_ecs import ECSClient
    from mypy_boto3_ecs.type_defs import RunTaskResponseTypeDef

_MOST = 10  # AWS: the most tasks in one call of RunTask
_REASON = 300  # characters; chosen


@dataclass(frozen=True)
class Fargate:
    """The ECS cluster, and what a worker task needs to start in it."""

    client: "ECSClient"
    cluster: str
    task_definition: str
    subnets: tuple[str, ...]
    security_group: str

    def running(self) -> int:
        """Return how many worker tasks run or are about to."""
        pages = self.client.get_paginator("list_tasks")
        found = pages.paginate(cluster=self.cluster, desiredStatus="RUNNING")
        return sum(len(page["taskArns"]) for page in found)

    def start(self, started_by: str, count: int = 1) -> str | None:
        """Start `count` worker tasks. Return None, or the reason why AWS did not start them all,
        which it answers or raises."""
        while count > 0:
            refusal = self._start(started_by, min(count, _MOST))
            if refusal:
                return refusal
            count -= _MOST
        return None

    def _start(self, started_by: str, count: int) -> str | None:
        try:
            answer = self._run(started_by, count)
        except (ClientError, BotoCoreError) as error:
            return str(error)[:_REASON]
        failures = answer.get("failures", [])
        return failures[0].get("reason", "unknown") if failures else None

    def _run(self, started_by: str, count: int) -> "RunTaskResponseTypeDef":
        return self.client.run_task(
            cluster=self.cluster,
            taskDefinition=self.task_definition,
            launchType="FARGATE",
            count=count,
            startedBy=started_by[:36],
            networkConfiguration={
                "awsvpcConfiguration": {
                    "subnets": list(self.subnets),
                    "securityGroups": [self.security_group],
                    "assignPublicIp": "ENABLED",
                }
            },
        )
