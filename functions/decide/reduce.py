"""Reduces a provider request to what a decision needs."""

from dataclasses import dataclass

from contracts.classification import ClassifierInput
from contracts.decision import NO_STATE, Constraints, DecideRequest, NonPortableState, RawRequest
from contracts.errors import Refused
from contracts.hot_record import replace
from functions.classifier.normalize import input_of
from reading.request import Reading, read

# The usual rule of thumb, for a body of which only the size is known.
_BYTES_PER_TOKEN = 4


@dataclass(frozen=True)
class Reduced:
    """A reduced request: the classifier's input, the constraints, whether it is in a tool loop,
    whether it asks the provider to keep its cache for an hour, and what only one vendor can read of
    it.
    """

    input: ClassifierInput
    constraints: Constraints
    in_tool_loop: bool
    hour_cache: bool = False
    state: NonPortableState = NO_STATE


def reduce(request: DecideRequest) -> Reduced:
    """Return the reduced request. Constraints that the caller states win over those found in `raw`.
    Raises Refused for a body that does not fit its API.
    """
    stated = request.non_portable_state
    if request.raw is not None:
        return _read(request, request.raw, stated)
    assert request.input is not None
    return Reduced(
        request.input,
        _sized(request.constraints, request.body_bytes // _BYTES_PER_TOKEN or None),
        request.in_tool_loop,
        request.hour_cache,
        stated or NO_STATE,
    )


def _read(request: DecideRequest, raw: RawRequest, stated: NonPortableState | None) -> Reduced:
    kind, body = raw.api_kind, raw.body
    found = read(kind, body)
    if found is None:
        raise Refused(
            f"raw.body: does not fit {kind}; it needs a model, and messages with roles where the "
            "API has them"
        )
    return Reduced(
        input_of(kind, found, body["model"], body),
        _constraints(request.constraints, found),
        request.in_tool_loop or found.looping,
        request.hour_cache or found.weight.hour_cache,
        stated or _state(found),
    )


def _constraints(stated: Constraints, found: Reading) -> Constraints:
    shown = {*stated.required_input_modalities, *found.weight.modalities}
    most = stated.output_tokens or found.output_tokens
    known = replace(stated, required_input_modalities=tuple(sorted(shown)), output_tokens=most)
    return _sized(known, found.weight.tokens)


def _sized(stated: Constraints, tokens: int | None) -> Constraints:
    if stated.prompt_tokens is not None or tokens is None:
        return stated
    return replace(stated, prompt_tokens=tokens)


def _state(found: Reading) -> NonPortableState:
    vendors, bound = found.state
    return NonPortableState(vendors=vendors, tokens=round(found.weight.opaque), bound=bound)
