"""List the models, prices and capabilities of the provider in the secret."""

from collections.abc import Callable

from adapters.aws.secrets import Secrets
from adapters.provider.client import provider_of
from contracts.errors import SecretUnusable, Unavailable
from contracts.ports import Listing


def lister(secrets: Secrets, arn: str) -> Callable[[], Listing]:
    """Return a function that lists what the provider in the secret offers. It raises Unavailable
    without a usable secret, and ProviderFailure if the provider does not answer."""

    def listing() -> Listing:
        try:
            secret = secrets.provider(arn, newest=True)
        except SecretUnusable as error:
            raise Unavailable(str(error)) from error
        rows = provider_of(secret).models()
        return Listing(
            provider=secret.base_url,
            prices={row.id: row.price for row in rows},
            simulated={row.id: row.simulated for row in rows},
            capabilities={row.id: row.capability for row in rows},
            apis={row.id: row.apis for row in rows if row.apis is not None},
        )

    return listing
