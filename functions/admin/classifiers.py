"""Checks an admin's choice of classifier."""

from datetime import datetime

from contracts.admin import ChooseClassifier
from contracts.errors import ProviderFailure, Refused, Unavailable
from contracts.ports import ModelLister
from contracts.winner import Override
from functions.classifier.linear import LINEAR


def chosen(
    wanted: ChooseClassifier, by: str, at: datetime, *, models: ModelLister
) -> Override | None:
    """Return the override; None goes back to the winner. Raises Refused for a model that the
    provider lacks, Unavailable when the provider does not answer.
    """
    if wanted.model is None:
        return None
    try:
        known = models().simulated
    except ProviderFailure as error:
        raise Unavailable(
            f"provider: {error.detail}; set it with `autoroute provider set --base-url URL`"
        ) from error
    if wanted.model not in (*known, LINEAR):
        raise Refused(f"model: the provider has no model {wanted.model}; choose one that it lists")
    return Override(model=wanted.model, at=at, by=by, why=wanted.why)
