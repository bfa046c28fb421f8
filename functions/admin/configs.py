"""Checks and saves a config."""

from collections.abc import Mapping
from datetime import datetime

from contracts.config import Config, ConfigDraft
from contracts.errors import Refused
from contracts.ports import ConfigPort, ModelLister
from contracts.routable import listed_id
from functions.benchmark.runs.listing import listed
from functions.classifier.linear import LINEAR

_SHOWN = 10  # chosen


def save(
    draft: ConfigDraft, by: str, at: datetime, *, configs: ConfigPort, models: ModelLister
) -> Config:
    """Return the saved config. Raises Refused when the provider lacks a model other than the linear
    classifier, Unavailable when the provider does not answer.
    """
    known = listed(models).simulated
    _require_known(draft, known)
    config = Config(**draft.model_dump(), updated_at=at, updated_by=by)
    configs.put(config)
    return config


def _require_known(draft: ConfigDraft, known: Mapping[str, bool]) -> None:
    named = {
        "classifierModels": tuple(m.id for m in draft.classifier_models if m.id != LINEAR),
        "deciderModels": tuple(model.id for model in draft.decider_models),
        "fallbackModel": (draft.fallback_model.id,) if draft.fallback_model else (),
    }
    problems = [
        f"{field}: the provider has no model {', '.join(missing)}"
        for field, ids in named.items()
        if (missing := [model for model in ids if listed_id(model) not in known])
    ]
    if problems:
        offered = ", ".join(sorted(known)[:_SHOWN]) + (", …" if len(known) > _SHOWN else "")
        raise Refused("; ".join(problems) + f". It offers {offered or 'none'}")
