"""A simulated model provider, for machines without a key. Its numbers are marked simulated."""

from collections.abc import Iterator
from contextlib import contextmanager

from functions.benchmark.cases.load import load_classifiers, load_deciders
from local.provider.catalogue import Catalogue
from local.provider.server import Running, serve

__all__ = ["Catalogue", "Running", "simulated_provider"]


@contextmanager
def simulated_provider(
    catalogue: Catalogue, port: int = 0, key: str | None = None
) -> Iterator[Running]:
    """Models that know the golden cases of this repository."""
    with serve(catalogue, load_deciders(), load_classifiers(), port, key) as running:
        yield running
