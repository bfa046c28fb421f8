"""Start the containers of each ECS task that the control plane calls running, as Fargate would."""

import shutil
import sys
import tempfile
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from infra.names import SANDBOX
from local import sandboxes
from local.process import Child, clean_env

_POLL_SECONDS = 0.5  # chosen


@dataclass(frozen=True)
class Task:
    """The containers of one task, as processes: it ends when one of them ends."""

    folder: Path
    worker: Child
    sandboxes: tuple[Child, ...]

    @classmethod
    def start(
        cls, name: str, containers: list[dict[str, Any]], env: Mapping[str, str], build: Path
    ) -> Self:
        """Start what a task definition declares; `env` overrides its environment."""
        # Not below `build`: the path of a Unix socket may have 107 characters, see unix(7).
        folder, logs = Path(tempfile.mkdtemp(prefix="auto-routing-")), build / "logs"
        beside = [c for c in containers if c["name"].startswith(SANDBOX)]
        places = [folder / container["name"] for container in beside]
        boxes = tuple(
            sandboxes.start(place, number, logs / f"{place.name}-{name}.log", {})
            for number, place in enumerate(places)
        )
        (own,) = (c for c in containers if c not in beside)
        declared = _declared(own) | {"SANDBOXES": ",".join(map(str, places))}
        command = [sys.executable, "-m", "container.worker"]
        log = logs / f"worker-{name}.log"
        worker = Child.start(f"worker {name}", command, clean_env(**{**declared, **env}), log)
        return cls(folder, worker, boxes)

    @property
    def running(self) -> bool:
        return all(child.running for child in (self.worker, *self.sandboxes))

    @property
    def reason(self) -> str:
        """Return which container ended, with its exit code."""
        ended = next(c for c in (self.worker, *self.sandboxes) if not c.running)
        return f"{ended.name}: exit code {ended.process.returncode}"

    def terminate(self) -> None:
        for child in (self.worker, *self.sandboxes):
            child.terminate()

    def stop(self) -> None:
        """End all; by force after 15 s."""
        self.terminate()
        for child in (self.worker, *self.sandboxes):
            child.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


@dataclass
class TaskAgent:
    """The agent of the cluster. It runs the containers of each task; the application only calls
    ECS. Processes that end stop their task; stopped tasks end their processes."""

    ecs: Any
    cluster: str
    env: dict[str, str]
    build: Path
    _tasks: dict[str, Task] = field(default_factory=dict)
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
        for task in self._tasks.values():
            task.terminate()
        for task in self._tasks.values():
            task.stop()

    def _run(self) -> None:
        while not self._stopping.wait(_POLL_SECONDS):
            self._tick()

    def _tick(self) -> None:
        arns = self.ecs.list_tasks(cluster=self.cluster, desiredStatus="RUNNING")["taskArns"]
        for arn, task in list(self._tasks.items()):
            if not task.running:
                self._report(arn, task)
            elif arn not in arns:
                task.terminate()
        new = [arn for arn in arns if arn not in self._tasks and arn not in self._ended]
        if new:
            for found in self.ecs.describe_tasks(cluster=self.cluster, tasks=new)["tasks"]:
                self._spawn(found)

    def _report(self, arn: str, task: Task) -> None:
        del self._tasks[arn]
        self._ended.add(arn)
        reason = task.reason
        task.stop()
        self.ecs.stop_task(cluster=self.cluster, task=arn, reason=reason)

    def _spawn(self, task: dict[str, Any]) -> None:
        definition = self.ecs.describe_task_definition(taskDefinition=task["taskDefinitionArn"])
        containers = definition["taskDefinition"]["containerDefinitions"]
        name = task["taskArn"].rsplit("/", 1)[-1]
        self._tasks[task["taskArn"]] = Task.start(name, containers, self.env, self.build)


def _declared(container: dict[str, Any]) -> dict[str, str]:
    return {e["name"]: e["value"] for e in container.get("environment", [])}
