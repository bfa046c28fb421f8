"""What a worker may see of a run: tasks, limits and verifiers, never an expected answer."""

from typing import Annotated

from pydantic import Field

from contracts.config import ConfigDraft, ServerMode
from contracts.control_record import ControlRecord
from contracts.dataset import CaseId, DeciderTask
from contracts.run import WorkerVersion
from contracts.scalars import Text
from contracts.world import World


class CaseLimits(ControlRecord):
    """The limits of one attempt at a case: `timeout` in seconds, calls, and cost in USD."""

    timeout: Annotated[int, Field(ge=1)]
    max_calls: Annotated[int, Field(ge=1)]
    max_cost_usd: Annotated[float, Field(gt=0, allow_inf_nan=False)]

    @classmethod
    def of(cls, config: ConfigDraft) -> "CaseLimits":
        return cls(
            timeout=config.case_timeout,
            max_calls=config.max_calls_per_case,
            max_cost_usd=config.max_cost_per_case_usd,
        )


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
    limits: CaseLimits
    server: ServerMode = ServerMode.CASE
    version: WorkerVersion = WorkerVersion()
    tasks: tuple[DeciderTask, ...]
    worlds: tuple[World, ...] = ()
