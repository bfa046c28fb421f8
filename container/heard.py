"""What the CLI answered to a case, and what the proxy saw of it: an answer, or a cause."""

import json
from dataclasses import dataclass, replace
from typing import Any

from container.meter import CaseMeter
from contracts.failure import FailureCause
from contracts.words import told

# Chosen: the most characters of a detail that an attempt stores.
MAX_DETAIL = 500


@dataclass(frozen=True)
class Heard:
    answer: str = ""
    cause: FailureCause | None = None
    detail: str | None = None
    retry_after: float | None = None


def heard_of(message: dict[str, Any]) -> Heard:
    parts = message.get("parts") or []
    answer = "\n".join(p["text"] for p in parts if p.get("type") == "text" and p.get("text"))
    error = (message.get("info") or {}).get("error")
    if error:
        return Heard(answer, FailureCause.HARNESS_FAULT, told(json.dumps(error), MAX_DETAIL))
    return Heard(answer)


def judge_late(heard: Heard, meter: CaseMeter) -> Heard:
    """Return which side is at fault when the time ends: the provider if it failed before, the
    worker if no model was asked yet, else the model."""
    if heard.cause is not FailureCause.TIMEOUT:
        return heard
    if meter.disturbed:
        return replace(heard, cause=FailureCause.PROVIDER_ERROR)
    if not meter.read().calls:
        detail = f"{heard.detail}: the CLI asked no model"
        return replace(heard, cause=FailureCause.HARNESS_FAULT, detail=detail)
    return heard


def judge_answer(heard: Heard, meter: CaseMeter) -> Heard:
    """Return the answer and its cause. What the proxy saw of the provider counts before what the
    CLI says: a command of the model can answer in the CLI's place, but not in the provider's."""
    used = meter.read()
    if meter.trouble:
        found = meter.trouble
        return replace(heard, cause=found.cause, detail=found.detail, retry_after=found.retry_after)
    if heard.cause:
        return heard
    if meter.answer is None:
        detail = "the CLI answered, but the provider did not"
        return Heard("", FailureCause.HARNESS_FAULT, detail)
    if meter.effort and used.calls and meter.effort not in used.efforts:
        detail = f"effort {meter.effort} was asked for and not sent"
        return replace(heard, cause=FailureCause.HARNESS_FAULT, detail=detail)
    if not meter.answer.strip():
        return replace(heard, answer="", cause=FailureCause.EMPTY_ANSWER)
    return replace(heard, answer=meter.answer)


def told_of(error: Exception) -> str:
    return told(f"{type(error).__name__}: {error}", MAX_DETAIL)
