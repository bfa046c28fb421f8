"""List the models, prices and capabilities of the provider."""

from collections.abc import Callable

from adapters.aws.secrets import Secrets
from adapters.provider.client import ModelRow, provider_of
from contracts.errors import SecretUnusable, Unavailable
from contracts.ports import Listing
from contracts.price import Capability, Price


def lister(secrets: Secrets, arn: str) -> Callable[[], Listing]:
    """Return a function that lists what the provider in the secret offers. It raises Unavailable
    without a usable secret, and ProviderFailure if the provider does not answer."""

    def listing() -> Listing:
        try:
            secret = secrets.provider(arn)
        except SecretUnusable as error:
            raise Unavailable(str(error)) from error
        rows = provider_of(secret).models()
        return Listing(
            provider=secret.base_url,
            prices={row.id: Price.of(row.pricing) for row in rows},
            simulated={row.id: row.simulated for row in rows},
            capabilities={row.id: _capability(row) for row in rows},
        )

    return listing


def _capability(row: ModelRow) -> Capability:
    length, modalities = row.context_length, row.architecture.input_modalities
    return Capability(
        context_length=length if length and length > 0 else None,
        input_modalities=modalities and tuple(m for m in modalities if m.strip()),
    )
