"""Excludes the candidates that the constraints of a request rule out."""

from collections.abc import Iterable

from contracts.decision import Constraints
from contracts.price import Capability
from contracts.table import Candidate, RoutingTable

_TEXT = "text"
_UNKNOWN = Capability()


def sift(
    table: RoutingTable, candidates: Iterable[Candidate], wanted: Constraints
) -> tuple[list[Candidate], dict[str, str]]:
    """Return the candidates that satisfy `wanted`, in order, and by model why the others do not."""
    if _asks_for_nothing(table, wanted):
        return list(candidates), {}
    left: list[Candidate] = []
    excluded: dict[str, str] = {}
    for candidate in candidates:
        why = _objection(table, candidate.model, wanted)
        if why:
            excluded[candidate.model] = why
        else:
            left.append(candidate)
    return left, excluded


def _asks_for_nothing(table: RoutingTable, wanted: Constraints) -> bool:
    """Return whether no constraint can exclude a candidate, as usual; a long table then costs no
    time.
    """
    named = wanted.denied_models or wanted.allowed_models is not None
    fits = wanted.prompt_tokens is None or wanted.prompt_tokens <= _least_context(table)
    return fits and not named and not wanted.required_input_modalities


def _least_context(table: RoutingTable) -> float:
    known = [c.context_length for c in table.capabilities.values() if c.context_length is not None]
    return min(known, default=float("inf"))


def _objection(table: RoutingTable, model: str, wanted: Constraints) -> str | None:
    if model in wanted.denied_models:
        return "in deniedModels"
    if wanted.allowed_models is not None and model not in wanted.allowed_models:
        return "not in allowedModels"
    known = table.capabilities.get(model, _UNKNOWN)
    lacking = _lacking(known, wanted.required_input_modalities)
    if lacking:
        return f"does not accept {', '.join(lacking)}"
    size, length = wanted.prompt_tokens, known.context_length
    if size is not None and length is not None and length < size:
        return f"context of {length} tokens is smaller than promptTokens {size}"
    return None


def _lacking(known: Capability, required: Iterable[str]) -> list[str]:
    """Return the missing modalities. Unknown ones count as text alone: a picture that a model
    ignores is worse than a refusal.
    """
    offered = known.input_modalities or (_TEXT,)
    return [modality for modality in required if modality not in offered]
