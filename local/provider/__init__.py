"""A simulated model provider, for machines without a key. Its numbers are marked simulated.

__main__: runs the provider until Ctrl-C
server: serves the models on loopback
apis: the three APIs by path, and the count of tokens
completion: writes OpenAI's chat completions
messages: reads and writes Anthropic's Messages
responses: reads and writes OpenAI's Responses
errors: writes errors in the shape of each API
catalogue: the models with price, latency and skill, from models.toml or vendors.toml
brain: lets a model answer, or refuse as its vendor would
solver: simulates a decider
labeller: simulates a classifier
reply: what a model says next: a text, or one tool call
answer: a reply with its usage, before it is written for an API
usage: counts tokens and prices them
opaque: makes the opaque state of vendors, and tells it from that of others
strict: refuses a history that a model's vendor would refuse
fault_injection: lets a share of the calls fail
troubles: spoils an answer with status 200
stats: counts answers and their cost
"""

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
    """Serve models that know the dataset of this repository, until the block ends."""
    with serve(catalogue, load_deciders(), load_classifiers(), port, key) as running:
        yield running
