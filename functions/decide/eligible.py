"""Excludes the candidates that the constraints of a request rule out."""

from collections.abc import Iterable

from contracts.decision import Constraints
from contracts.hot_record import replace
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
        why = objection(table, candidate.model, wanted)
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
    size = _size(wanted)
    fits = size is None or size <= _least_context(table)
    return fits and not named and not wanted.required_input_modalities


def _least_context(table: RoutingTable) -> float:
    known = [c.context_length for c in table.capabilities.values() if c.context_length is not None]
    return min(known, default=float("inf"))


def objection(table: RoutingTable, model: str, wanted: Constraints) -> str | None:
    """Return the constraint that excludes a model; None when it satisfies all."""
    if model in wanted.denied_models:
        return "in deniedModels"
    if wanted.allowed_models is not None and model not in wanted.allowed_models:
        return "not in allowedModels"
    known = table.capabilities.get(model, _UNKNOWN)
    lacking = _lacking(known, wanted.required_input_modalities)
    if lacking:
        return f"does not accept {', '.join(lacking)}"
    size, length = _size(wanted), known.context_length
    if size is None or length is None or size <= length:
        return None
    more = f" with outputTokens {wanted.output_tokens}" if wanted.output_tokens else ""
    return f"context of {length} tokens is smaller than promptTokens {wanted.prompt_tokens}{more}"


def _size(wanted: Constraints) -> int | None:
    """Return the tokens that have to fit into the context; None when neither part is known."""
    known = [n for n in (wanted.prompt_tokens, wanted.output_tokens) if n is not None]
    return sum(known) if known else None


def largest(
    table: RoutingTable, candidates: Iterable[Candidate], wanted: Constraints
) -> Candidate | None:
    """Return the candidate with the largest known context, when nothing but the size of the request
    excludes it; None without one.
    """
    unsized = replace(wanted, prompt_tokens=None, output_tokens=None)
    left = sift(table, candidates, unsized)[0]
    known = [(table.capabilities.get(c.model, _UNKNOWN).context_length or 0, c) for c in left]
    return max(known, key=lambda each: each[0], default=(0, None))[1]


def _lacking(known: Capability, required: Iterable[str]) -> list[str]:
    """Return the missing modalities. Unknown ones count as text alone: a picture that a model
    ignores is worse than a refusal.
    """
    offered = known.input_modalities or (_TEXT,)
    return [modality for modality in required if modality not in offered]
