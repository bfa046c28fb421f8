"""What Fargate does on AWS: every task that the control plane calls running becomes a process."""

import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from local.process import Child, clean_env

_POLL_SECONDS = 0.5


@dataclass
class TaskAgent:
    """Runs the worker of `container/` for each task of the cluster; the application only ever
    speaks to ECS. Ended processes stop their task; stopped tasks end their process."""

    ecs: Any
    cluster: str
    env: dict[str, str]
    logs: Path
    _children: dict[str, Child] = field(default_factory=dict)
    _ended: set[str] = field(default_factory=set)
    _stopping: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def start(self) -> None:
        self._thread = threading.Thread(target=self._run, name="ecs-agent", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()
        if self._thread:
            self._thread.join()
        for child in self._children.values():
            child.terminate()
        for child in self._children.values():
            child.stop()

    def _run(self) -> None:
        while not self._stopping.wait(_POLL_SECONDS):
            self._tick()

    def _tick(self) -> None:
        arns = self.ecs.list_tasks(cluster=self.cluster, desiredStatus="RUNNING")["taskArns"]
        for arn, child in list(self._children.items()):
            if not child.running:
                self._report(arn, child)
            elif arn not in arns:
                child.terminate()
        new = [arn for arn in arns if arn not in self._children and arn not in self._ended]
        if new:
            for task in self.ecs.describe_tasks(cluster=self.cluster, tasks=new)["tasks"]:
                self._spawn(task)

    def _report(self, arn: str, child: Child) -> None:
        del self._children[arn]
        self._ended.add(arn)
        reason = f"exit code {child.process.returncode}"
        self.ecs.stop_task(cluster=self.cluster, task=arn, reason=reason)

    def _spawn(self, task: dict[str, Any]) -> None:
        definition = self.ecs.describe_task_definition(taskDefinition=task["taskDefinitionArn"])
        container = definition["taskDefinition"]["containerDefinitions"][0]
        declared = {e["name"]: e["value"] for e in container.get("environment", [])}
        short = task["taskArn"].rsplit("/", 1)[-1]
        self._children[task["taskArn"]] = Child.start(
            f"worker {short}",
            [sys.executable, "-m", "container.worker"],
            clean_env(**declared, **self.env),
            self.logs / f"worker-{short}.log",
        )
