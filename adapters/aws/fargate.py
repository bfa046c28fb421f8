"""Count and start the worker tasks of ECS Fargate."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mypy_boto3_ecs import ECSClient


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
        answer = self.client.list_tasks(cluster=self.cluster, desiredStatus="RUNNING")
        return len(answer["taskArns"])

    def start(self, started_by: str) -> str | None:
        """Start one worker task. Return None, or the reason why AWS did not start it."""
        answer = self.client.run_task(
            cluster=self.cluster,
            taskDefinition=self.task_definition,
            launchType="FARGATE",
            count=1,
            startedBy=started_by[:36],
            networkConfiguration={
                "awsvpcConfiguration": {
                    "subnets": list(self.subnets),
                    "securityGroups": [self.security_group],
                    "assignPublicIp": "ENABLED",
                }
            },
        )
        failures = answer.get("failures", [])
        return failures[0].get("reason", "unknown") if failures else None
