"""Asks the provider what it lists, for plans, configs and choices."""

from contracts.errors import ProviderFailure, Unavailable
from contracts.failure import remedy
from contracts.ports import Listing, ModelLister


def listed(models: ModelLister) -> Listing:
    """Return what the provider lists. Raises Unavailable with the cause and the remedy."""
    try:
        return models()
    except ProviderFailure as error:
        raise Unavailable(
            f"provider: {error.cause}: {error.detail}; {remedy(error.cause)}"
        ) from error
