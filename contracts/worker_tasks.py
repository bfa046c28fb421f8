"""What a worker may see of a run: tasks, limits and verifiers, never an expected answer."""

from contracts.config import ServerMode
from contracts.control_record import ControlRecord
from contracts.dataset import CaseId, DeciderTask
from contracts.limits import CaseLimits
from contracts.run import WorkerVersion
from contracts.scalars import Text
from contracts.tier import Tier
from contracts.world import World


class WorkerVerifiers(ControlRecord):
    """The verifiers of a run by case id. The worker's judge runs them; the CLI and its models
    cannot read them.
    """

    run_id: Text
    scripts: dict[CaseId, Text]


class WorkerTasks(ControlRecord):
    """The tasks and limits of a run, stored beside it when it starts, with the worlds on which its
    tasks stand.
    """

    run_id: Text
    limits: dict[Tier, CaseLimits]
    server: ServerMode = ServerMode.CASE
    version: WorkerVersion = WorkerVersion()
    tasks: tuple[DeciderTask, ...]
    worlds: tuple[World, ...] = ()
