"""The log line and the metrics of a decision: hashes and numbers, never content."""

from collections.abc import Mapping
from typing import Any

from contracts.decision import DecideRequest
from contracts.metrics import emf
from functions.decide.fingerprint import conversation_hash
from functions.decide.outcome import Classified, Decided

_AGENT_CHARS = 40  # as in the reference system


def line(request: DecideRequest, user: str, decided: Decided, took: float) -> dict[str, Any]:
    """Return the log line. `user` is a pseudonym; `took` is the whole time in seconds."""
    answer, found, choice = decided.answer, decided.classified, decided.choice
    decision = answer.decision
    reduced = decided.reduced
    return {
        "reason": answer.reason,
        "tier": decision.tier if decision else None,
        "route": found.classification.route if found and found.classification else None,
        "model": decision.model if decision else None,
        "tableVersion": decision.table_version if decision else None,
        "sticky": decision.sticky if decision else None,
        "switchedFrom": _left(decided),
        "switch": choice.switch.wire() if choice and choice.switch else None,
        "excluded": len(choice.excluded) if choice else 0,
        "costUsd": answer.cost,
        "costKnown": answer.cost_known,
        "simulated": answer.simulated,
        "classifier": decided.classifier,
        **_classified(decided),
        "failures": list(decided.failures),
        "apiKind": reduced.input.api_kind if reduced else None,
        "messages": reduced.input.message_count if reduced else None,
        "promptTokens": reduced.constraints.prompt_tokens if reduced else None,
        "contentHash": decided.content,
        "conversationHash": conversation_hash(reduced.input) if reduced else None,
        "sessionHash": decided.session,
        "userHash": user,
        "clientRequestId": request.client_request_id,
        "mode": request.mode,
        "userAgent": (request.user_agent or "")[:_AGENT_CHARS] or None,
        "ms": round(1000 * took, 3),
        "ownMs": round(1000 * own_seconds(decided, took), 3),
    }


def _classified(decided: Decided) -> dict[str, Any]:
    found = decided.classified
    if found is None:
        return {"cached": None, "classifierMs": None}
    outcome, failure = found.outcome, found.failure
    return {
        "cached": found.cached,
        "linear": found.linear,
        "classifierMs": round(1000 * found.seconds, 3),
        "retried": bool(outcome and outcome.retried),
        "guessed": outcome.fallback if outcome else None,
        "classifierFailure": failure.cause if failure else None,
    }


def own_seconds(decided: Decided, took: float) -> float:
    """Return the time without the classifier and the session store, in seconds."""
    waited = (decided.classified.seconds if decided.classified else 0.0) + decided.recall_seconds
    return max(0.0, took - waited)


def switched(decided: Decided) -> bool:
    return _left(decided) is not None


def _left(decided: Decided) -> str | None:
    """Return the model that the session leaves, or None."""
    choice = decided.choice
    return choice.switch.incumbent if choice and choice.switch and not choice.sticky else None


def notable(decided: Decided) -> bool:
    """Return whether to log a decision in spite of sampling: failures, guesses, second attempts and
    switches.
    """
    found = decided.classified
    odd = found is not None and (found.failure is not None or _retried(found))
    return decided.answer.decision is None or odd or switched(decided) or bool(decided.failures)


def _retried(found: Classified) -> bool:
    return found.outcome is not None and found.outcome.retried and not found.cached


def metrics(decided: Decided, took: float, sources: Mapping[str, float] | None = None) -> str:
    """Return a line in CloudWatch's embedded metric format, by reason. `sources` are metrics of the
    sources of table and winner.
    """
    found = decided.classified
    values: dict[str, float] = {
        "Decisions": 1,
        "Null": int(decided.answer.decision is None),
        "Switches": int(switched(decided)),
        "SessionStoreFailures": int("session_store" in decided.failures),
        "ClassifierFailures": int(found is not None and found.failure is not None),
        "CacheHits": int(found is not None and found.cached),
        "Linear": int(found is not None and found.linear),
        "CostUsd": decided.answer.cost,
        "UnknownCosts": int(not decided.answer.cost_known),
        "Ms": 1000 * took,
        "OwnMs": 1000 * own_seconds(decided, took),
    }
    if found is not None and not found.cached:
        values["ClassifierMs"] = 1000 * found.seconds
    return emf({"Reason": decided.answer.reason}, {**values, **(sources or {})})


def refused(status: int) -> str:
    """Return a line of metrics for a refused request, by HTTP status."""
    return emf({"Status": str(status)}, {"Refused": 1})
