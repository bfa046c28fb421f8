"""Solve a case in one sandbox, and judge it in another."""

import os
from collections.abc import Mapping
from contextlib import suppress

from container.case import CaseRun
from container.fixture import files_of
from container.harness import ProviderAccess
from container.judge import JUDGE_UID, JudgeFailed, judge
from container.lifetime import Lifetime
from container.pool import Pool
from container.sandboxes import SandboxRefused
from contracts.attempt import Attempt, Verification
from contracts.chunk import Chunk
from contracts.dataset import DeciderTask
from contracts.limits import CaseLimits
from contracts.run import RunKind
from contracts.world import World


def solve(case: CaseRun, script: str | None, pool: Pool) -> Attempt:
    """Return the attempt; with the verification of the files that were left, if the case has a
    verifier and the model ended by itself. Raises SandboxLost."""
    found = case.solve()
    if script is None or found.left is None:
        return found.attempt
    verdict = verify(script, found.left, pool, files_of(case.task, case.world))
    return found.attempt.model_copy(update={"verification": verdict})


def verify(
    script: str, left: bytes, pool: Pool, given: Mapping[str, str] | None = None
) -> Verification:
    """Judge a folder, given as a tar archive; `given` are the files of the case. Return the
    verification; `passed` is None if the judge fails twice. Raises SandboxLost."""
    with suppress(JudgeFailed):
        return _verify(script, left, pool, given)
    try:
        return _verify(script, left, pool, given)
    except JudgeFailed as error:
        return Verification(passed=None, detail=str(error))


def _verify(script: str, left: bytes, pool: Pool, given: Mapping[str, str] | None) -> Verification:
    user = JUDGE_UID if os.geteuid() == 0 else None
    with pool.bare() as sandbox:
        sandbox.begin()
        try:
            sandbox.open(left)
        except SandboxRefused as error:
            return Verification(passed=False, detail=f"the files cannot be laid out: {error}")
        return judge(script, sandbox, user, given)


def alone(
    living: Lifetime,
    provider: ProviderAccess,
    model: str,
    task: DeciderTask,
    limits: CaseLimits,
    world: World | None = None,
) -> CaseRun:
    """Return a case that belongs to no run; its files are kept."""
    chunk = Chunk(
        run_id="alone",
        kind=RunKind.DECIDER,
        candidate=model,
        repetition=0,
        case_ids=(task.case_id,),
    )
    return CaseRun(living, provider.listed, chunk, task, limits, keep=True, world=world)
