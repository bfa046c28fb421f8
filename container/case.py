"""Solve one case with one candidate through the CLI."""

import json
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx

from adapters.telemetry import logger
from container.api import MessageFailed
from container.attend import Attendant
from container.fixture import packed
from container.harness import Harness
from container.heard import Heard, heard_of, judge_answer, judge_late, told_of
from container.lifetime import Lifetime
from container.meter import CaseMeter, merged
from container.models import ModelList
from container.sandboxes import SandboxLost, SandboxRefused
from contracts.attempt import Attempt, Meter
from contracts.chunk import Chunk
from contracts.dataset import DeciderTask
from contracts.depth import too_deep
from contracts.failure import POLICY, FailureCause
from contracts.limits import CaseLimits
from contracts.routable import listed_id
from contracts.words import mended
from contracts.world import World

# Chosen: the most that an attempt stores, in bytes or characters.
_MAX_MESSAGES = 2**20
_MAX_ANSWER = 200_000
_FINAL = (FailureCause.TIMEOUT, FailureCause.CLI_CRASH)


@dataclass(frozen=True)
class _Try:
    """One try; `left` is the folder as a tar archive, where it is to be judged."""

    heard: Heard
    latency_ms: int
    meter: Meter
    messages: list[dict[str, Any]]
    hopeless: bool = False
    left: bytes | None = None

    @property
    def retries(self) -> int:
        """Return how many retries remain: none where the proxy has retried in vain."""
        cause = self.heard.cause
        return 0 if cause is None or self.hopeless else POLICY[cause].retries


@dataclass(frozen=True)
class Solved:
    """An attempt with the files that the model left, as a tar archive. `left` is None unless they
    were to be kept and the model ended by itself."""

    attempt: Attempt
    left: bytes | None


@dataclass(frozen=True)
class CaseRun:
    """One case to solve; `chunk` names the candidate, the effort and the repetition. With `keep`
    the files that the model leaves are kept."""

    lifetime: Lifetime
    listed: ModelList
    chunk: Chunk
    task: DeciderTask
    limits: CaseLimits
    keep: bool = False
    world: World | None = None

    def solve(self) -> Solved:
        """Return the attempt, after the retries that the policy of its cause allows; all are paid.
        A fault of model, provider or CLI is the attempt's cause. Raises SandboxLost."""
        tried, retried = self._try(), False
        for _ in range(tried.retries):
            again, retried = self._try(), True
            tried = replace(again, meter=merged(tried.meter, again.meter))
            if tried.heard.cause is None:
                break
        return Solved(self._attempt(tried, retried=retried), tried.left)

    def _attempt(self, tried: _Try, *, retried: bool) -> Attempt:
        return Attempt(
            run_id=self.chunk.run_id,
            candidate=self.chunk.candidate,
            reasoning_effort=self.chunk.reasoning_effort,
            repetition=self.chunk.repetition,
            case_id=self.task.case_id,
            attempt=self.chunk.attempt,
            answer=mended(tried.heard.answer[:_MAX_ANSWER]),
            cause=tried.heard.cause,
            detail=tried.heard.detail,
            retry_after=tried.heard.retry_after,
            latency_ms=tried.latency_ms,
            retried=retried,
            meter=tried.meter,
            messages=_capped(tried.messages),
        )

    def _try(self) -> _Try:
        meter = CaseMeter(self.chunk.candidate, self.chunk.reasoning_effort, self.limits)
        obstacle = self.listed.obstacle(self.chunk.candidate)
        if obstacle:
            heard = Heard("", obstacle.cause, obstacle.detail, obstacle.retry_after)
            return _Try(heard, 0, meter.read(), [])
        try:
            with self.lifetime.harness(packed(self.task, self.world)) as (harness, folder):
                session = harness.api.open_session(folder)
                try:
                    return self._converse(harness, folder, session, meter)
                finally:
                    harness.api.close_session(session, folder)
        except SandboxLost:
            raise
        except Exception as error:
            # Calls may have been paid: whatever it is, the case ends with a stored attempt.
            # The attempt has its words; they may hold those of a private case.
            logger.warning("case failed", extra={"problem": type(error).__name__})
            fault = Heard("", FailureCause.HARNESS_FAULT, told_of(error))
            return _Try(fault, 0, meter.read(), [])

    def _converse(self, harness: Harness, folder: Path, session: str, meter: CaseMeter) -> _Try:
        def stop() -> None:
            harness.api.abort(session, folder)

        with harness.proxy.metered(meter):
            began = time.monotonic()
            with Attendant(harness, folder, stop) as attendant:
                heard = self._talk(harness, folder, session)
            took = round((time.monotonic() - began) * 1000)
        if attendant.lost:
            raise attendant.lost
        messages = harness.api.messages(session, folder)
        judged = judge_late(heard, meter) if heard.cause in _FINAL else judge_answer(heard, meter)
        if attendant.exceeded:
            judged = Heard("", FailureCause.LIMIT_EXCEEDED, attendant.exceeded)
        found = _Try(judged, took, meter.read(), messages, hopeless=meter.hopeless)
        return self._with_files(found, harness)

    def _with_files(self, found: _Try, harness: Harness) -> _Try:
        """Add the files to the try, after the last process of the case has ended."""
        self.lifetime.quiet(harness)
        if not self.keep or found.heard.cause not in (None, FailureCause.EMPTY_ANSWER):
            return found
        try:
            return replace(found, left=harness.sandbox.collect())
        except SandboxRefused as error:
            heard = Heard(found.heard.answer, FailureCause.LIMIT_EXCEEDED, told_of(error))
            return replace(found, heard=heard)

    def _talk(self, harness: Harness, folder: Path, session: str) -> Heard:
        """Return what was heard last: each message is sent when the one before is answered, and all
        share the time of the case.
        """
        heard, until = Heard(), time.monotonic() + self.limits.timeout
        for prompt in self.task.prompts:
            heard = self._send(harness, folder, session, prompt, until - time.monotonic())
            if heard.cause:
                break
        return heard

    def _send(
        self, harness: Harness, folder: Path, session: str, prompt: str, seconds: float
    ) -> Heard:
        try:
            message = harness.api.send(
                session,
                folder,
                model=listed_id(self.chunk.candidate),
                prompt=prompt,
                system=self.task.system_prompt,
                effort=self.chunk.reasoning_effort,
                timeout=max(seconds, 0.1),
            )
        except httpx.TimeoutException:
            harness.api.abort(session, folder)
            return Heard("", FailureCause.TIMEOUT, f"no answer after {self.limits.timeout} s")
        except (httpx.HTTPError, MessageFailed) as fault:
            alive = harness.sandbox.server_runs()
            cause = FailureCause.HARNESS_FAULT if alive else FailureCause.CLI_CRASH
            return Heard("", cause, told_of(fault))
        return heard_of(message)


def _capped(messages: list[dict[str, Any]]) -> Any:
    """Return the messages as valid text, or only their size."""
    if too_deep(messages):
        return {"cut": True, "deep": True}
    text = mended(json.dumps(messages, ensure_ascii=False))
    return json.loads(text) if len(text) <= _MAX_MESSAGES else {"cut": True, "bytes": len(text)}
