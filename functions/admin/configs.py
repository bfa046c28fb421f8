"""Checks and saves a config."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from contracts.classification import apis_without
from contracts.config import Config, ConfigDraft
from contracts.errors import Refused
from contracts.ports import ConfigPort, Listing, ModelLister
from contracts.routable import listed_id
from functions.benchmark.runs.listing import listed
from functions.classifier.linear import LINEAR

_SHOWN = 10  # chosen
Named = Mapping[str, tuple[str, ...]]  # ids by field


def save(
    draft: ConfigDraft, by: str, at: datetime, *, configs: ConfigPort, models: ModelLister
) -> Config:
    """Return the saved config. Raises Refused when the provider lacks a model other than the linear
    classifier, or when its list says that a model that may serve is not served on all three APIs;
    Unavailable when the provider does not answer.
    """
    offered = listed(models)
    problems = [*_unknown(draft, offered), *_not_servable(draft, offered)]
    if problems:
        raise Refused("; ".join(problems))
    config = Config(**draft.model_dump(), updated_at=at, updated_by=by)
    configs.put(config)
    return config


def _unknown(draft: ConfigDraft, offered: Listing) -> list[str]:
    """Return the models that the provider does not list, by field, and some that it does."""
    known = offered.simulated
    classifiers = tuple(m.id for m in draft.classifier_models if m.id != LINEAR)
    named = {"classifierModels": classifiers, **_serving(draft)}
    problems = [
        f"{field}: the provider has no model {', '.join(missing)}"
        for field, ids in named.items()
        if (missing := [model for model in ids if listed_id(model) not in known])
    ]
    if not problems:
        return []
    some = ", ".join(sorted(known)[:_SHOWN]) + (", …" if len(known) > _SHOWN else "")
    return [f"{'; '.join(problems)}. It offers {some or 'none'}"]


def _not_servable(draft: ConfigDraft, offered: Listing) -> list[str]:
    """Return the models that a client of some API could not call, by field. A model whose row does
    not name its APIs is none of them.
    """
    problems = [
        f"{field}: {'; '.join(lines)}"
        for field, ids in _serving(draft).items()
        if (lines := list(_lacking(ids, offered)))
    ]
    remedy = "take models whose `supported_endpoints` in the provider's list name all three APIs"
    return [f"{'; '.join(problems)}; {remedy}"] if problems else []


def _lacking(ids: tuple[str, ...], offered: Listing) -> Iterator[str]:
    for model in ids:
        if lacked := apis_without(offered.apis.get(listed_id(model))):
            yield f"{model} is not served on {', '.join(lacked)}"


def _serving(draft: ConfigDraft) -> Named:
    """Return the models that may serve."""
    fallback = (draft.fallback_model.id,) if draft.fallback_model else ()
    return {"deciderModels": tuple(m.id for m in draft.decider_models), "fallbackModel": fallback}
