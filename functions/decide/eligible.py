"""Excludes the candidates that the constraints of a request rule out."""

from collections.abc import Iterable

from contracts.decision import Constraints
from contracts.hot_record import replace
from contracts.price import Capability
from contracts.table import Candidate, RoutingTable

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
    size = wanted.size
    fits = size is None or size <= _least_context(table)
    return fits and not named and not wanted.required_input_modalities


def _least_context(table: RoutingTable) -> float:
    known = [c.context_length for c in table.capabilities.values() if c.context_length is not None]
    return min(known, default=float("inf"))


def objection(table: RoutingTable, model: str, wanted: Constraints) -> str | None:
    """Return the constraint that excludes a model; None when it satisfies all."""
    return wanted.objection(model, table.capabilities.get(model, _UNKNOWN))


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
