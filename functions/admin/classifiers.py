"""Checks an admin's choice of classifier."""

from datetime import datetime

from contracts.admin import ChooseClassifier
from contracts.errors import Refused
from contracts.ports import ModelLister
from contracts.routable import listed_id
from contracts.winner import Override
from functions.benchmark.runs.listing import listed
from functions.classifier.linear import LINEAR


def chosen(
    wanted: ChooseClassifier, by: str, at: datetime, *, models: ModelLister
) -> Override | None:
    """Return the override; None goes back to the winner. Raises Refused for a model that the
    provider lacks, Unavailable when the provider does not answer.
    """
    if wanted.model is None:
        return None
    known = listed(models).simulated
    if listed_id(wanted.model) not in (*known, LINEAR):
        raise Refused(f"model: the provider has no model {wanted.model}; choose one that it lists")
    return Override(model=wanted.model, tuning=wanted.tuning, at=at, by=by, why=wanted.why)
