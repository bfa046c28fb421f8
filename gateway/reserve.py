"""The models that may serve without a decision: the session's own first, then the fallbacks."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from contracts.decision import Constraints
from contracts.hot_record import replace
from contracts.json_text import as_object
from gateway.settings import Fallback

_PREVIOUS, _CONVERSATION = "previous_response_id", "conversation"


@dataclass(frozen=True)
class Past:
    """What is known of a session before a request. `own` is the model that served it last, or that
    holds what the request continues, with its effort and what it accepts. `failed` are the models
    that did not answer the session's request before this one.
    """

    own: Fallback | None = None
    failed: frozenset[str] = frozenset()

    @property
    def served(self) -> str | None:
        return self.own.model if self.own else None


NOTHING = Past()


@dataclass(frozen=True)
class Reserve:
    """The models that may serve, the best one first; by model, why the others may not."""

    models: tuple[Fallback, ...] = ()
    objections: Mapping[str, str] = field(default_factory=dict)


def reserve(fallbacks: tuple[Fallback, ...], past: Past, wanted: Constraints) -> Reserve:
    """Return the session's model and the fallbacks, without those that the constraints exclude.
    Those that have just failed come last.
    """
    own = (past.own,) if past.own else ()
    known = {each.model: each for each in (*fallbacks, *own)}
    order = dict.fromkeys(each.model for each in (*own, *fallbacks))
    told = {model: wanted.objection(model, known[model].capability) for model in order}
    left = [known[model] for model in order if not told[model]]
    left.sort(key=lambda each: each.model in past.failed)
    return Reserve(tuple(left), {model: why for model, why in told.items() if why})


def bound(past: Past, wanted: Constraints) -> Reserve:
    """Return the one model that holds a part of the conversation, unless it may not serve. That it
    is not known to accept pictures is no objection: no other model could be asked.
    """
    own = past.own
    if own is None:
        return Reserve()
    kinds = wanted.required_input_modalities if own.input_modalities else ()
    return reserve((), past, replace(wanted, required_input_modalities=kinds))


def continued(body: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the fields by which a request continues what is on a server alone, with their ids."""
    for name in (_PREVIOUS, _CONVERSATION):
        value = body.get(name)
        found = value if isinstance(value, str) else as_object(value).get("id")
        if isinstance(found, str) and found:
            yield name, found
