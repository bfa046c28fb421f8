"""One case, solved by one candidate in one slot through the CLI."""

import json
import time
from dataclasses import dataclass, replace
from typing import Any

import httpx

from container.api import KiloApi, MessageFailed
from container.meter import CaseMeter, merged
from container.server import KiloServer, ServerDied
from container.slot import Slot
from container.watch import Watch
from contracts.attempt import Attempt, Meter
from contracts.chunk import Chunk
from contracts.dataset import DeciderTask
from contracts.failure import POLICY, FailureCause
from contracts.run import RunKind
from contracts.sheet import CaseLimits

_MAX_MESSAGES = 2**20
_MAX_ANSWER = 200_000
_MAX_DETAIL = 500
_FINAL = (FailureCause.TIMEOUT, FailureCause.CLI_CRASH)


@dataclass(frozen=True)
class _Heard:
    answer: str = ""
    cause: FailureCause | None = None
    detail: str | None = None


@dataclass(frozen=True)
class _Try:
    heard: _Heard
    latency_ms: int
    meter: Meter
    messages: list[dict[str, Any]]
    hopeless: bool = False

    @property
    def retries(self) -> int:
        """None where the proxy tried again in vain already."""
        cause = self.heard.cause
        return 0 if cause is None or self.hopeless else POLICY[cause].retries


@dataclass(frozen=True)
class CaseRun:
    """`chunk` names the candidate, the effort and the repetition."""

    server: KiloServer
    slot: Slot
    chunk: Chunk
    task: DeciderTask
    limits: CaseLimits

    def attempt(self) -> Attempt:
        """Never raises for what a model, a provider or the CLI does: that is the attempt's cause.
        Tries again as the policy of the cause says; all tries are paid and counted."""
        tried, retried = self._try(), False
        for _ in range(tried.retries):
            again, retried = self._try(), True
            tried = replace(again, meter=merged(tried.meter, again.meter))
            if tried.heard.cause is None:
                break
        return self._attempt(tried, retried=retried)

    def _attempt(self, tried: _Try, *, retried: bool) -> Attempt:
        return Attempt(
            run_id=self.chunk.run_id,
            candidate=self.chunk.candidate,
            reasoning_effort=self.chunk.reasoning_effort,
            repetition=self.chunk.repetition,
            case_id=self.task.case_id,
            attempt=self.chunk.attempt,
            answer=tried.heard.answer[:_MAX_ANSWER],
            cause=tried.heard.cause,
            detail=tried.heard.detail,
            latency_ms=tried.latency_ms,
            retried=retried,
            meter=tried.meter,
            messages=_capped(tried.messages),
        )

    def _try(self) -> _Try:
        meter = CaseMeter(self.chunk.candidate, self.chunk.reasoning_effort, self.limits)
        obstacle = self.server.proxy.obstacle(self.chunk.candidate)
        if obstacle:
            detail = f"the provider does not list {self.chunk.candidate}"
            return _Try(_Heard("", obstacle, detail), 0, meter.read(), [])
        with self.server.case(self.slot.directory):
            try:
                self.slot.lay_out(self.task, self.server.isolation)
                api = self.server.ensure()
                session = api.open_session(self.slot.directory)
            except (OSError, ServerDied, MessageFailed, httpx.HTTPError) as error:
                fault = _Heard("", FailureCause.HARNESS_FAULT, _said(error))
                return _Try(fault, 0, meter.read(), [])
            try:
                return self._converse(api, session, meter)
            finally:
                api.close_session(session, self.slot.directory)

    def _converse(self, api: KiloApi, session: str, meter: CaseMeter) -> _Try:
        with self.server.proxy.metered(session, meter):
            began = time.monotonic()
            with self._watch(api, session) as watch:
                heard = self._send(api, session)
            took = round((time.monotonic() - began) * 1000)
        messages = api.messages(session, self.slot.directory)
        judged = _judge_late(heard, meter) if heard.cause in _FINAL else _judge(heard, meter)
        if watch.exceeded:
            judged = _Heard("", FailureCause.LIMIT_EXCEEDED, watch.exceeded)
        return _Try(judged, took, meter.read(), messages, hopeless=meter.hopeless)

    def _watch(self, api: KiloApi, session: str) -> Watch:
        server, folder = self.server, self.slot.directory
        limits = server.isolation.limits
        return Watch(
            server.leftovers, server.pid, folder, limits, lambda: api.abort(session, folder)
        )

    def _send(self, api: KiloApi, session: str) -> _Heard:
        try:
            message = api.send(
                session,
                self.slot.directory,
                model=self.chunk.candidate,
                prompt=self.task.user_prompt,
                system=self.task.system_prompt,
                effort=self.chunk.reasoning_effort,
                timeout=self.limits.timeout,
            )
        except httpx.TimeoutException:
            api.abort(session, self.slot.directory)
            return _Heard("", FailureCause.TIMEOUT, f"no answer after {self.limits.timeout} s")
        except (httpx.HTTPError, MessageFailed) as fault:
            alive = self.server.running
            cause = FailureCause.HARNESS_FAULT if alive else FailureCause.CLI_CRASH
            return _Heard("", cause, _said(fault))
        return _heard(message)


def _heard(message: dict[str, Any]) -> _Heard:
    parts = message.get("parts") or []
    answer = "\n".join(p["text"] for p in parts if p.get("type") == "text" and p.get("text"))
    error = (message.get("info") or {}).get("error")
    if error:
        return _Heard(answer, FailureCause.HARNESS_FAULT, json.dumps(error)[:_MAX_DETAIL])
    return _Heard(answer)


def _judge_late(heard: _Heard, meter: CaseMeter) -> _Heard:
    if heard.cause is FailureCause.TIMEOUT and meter.disturbed:
        return replace(heard, cause=FailureCause.PROVIDER_ERROR)
    return heard


def _judge(heard: _Heard, meter: CaseMeter) -> _Heard:
    """What the proxy saw of the provider counts before what the CLI says about it."""
    used = meter.read()
    if meter.trouble:
        return replace(heard, cause=meter.trouble)
    if heard.cause:
        return heard
    if meter.effort and used.calls and meter.effort not in used.efforts:
        detail = f"effort {meter.effort} was asked for and not sent"
        return replace(heard, cause=FailureCause.HARNESS_FAULT, detail=detail)
    if not heard.answer.strip():
        return replace(heard, cause=FailureCause.EMPTY_ANSWER)
    return heard


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:_MAX_DETAIL]


def _capped(messages: list[dict[str, Any]]) -> Any:
    size = len(json.dumps(messages))
    return messages if size <= _MAX_MESSAGES else {"cut": True, "bytes": size}


def alone(
    server: KiloServer, slot: Slot, model: str, task: DeciderTask, limits: CaseLimits
) -> Attempt:
    """The attempt of `model` at a case that belongs to no run."""
    chunk = Chunk(
        run_id="alone",
        kind=RunKind.DECIDER,
        candidate=model,
        repetition=0,
        case_ids=(task.case_id,),
    )
    return CaseRun(server, slot, chunk, task, limits).attempt()
