"""Provide the deployed stack on the emulator, with quick simulated models."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from unittest.mock import patch

import pytest

from adapters.aws import clients
from cli.target import Target
from local.provider import Catalogue, Running, simulated_provider
from local.stack import Endpoints, LocalStack


@dataclass(frozen=True)
class Deployed:
    target: Target
    endpoints: Endpoints
    provider: Running


@pytest.fixture(scope="session")
def deployed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployed]:
    quick = [m.model_copy(update={"latency_ms": 0}) for m in Catalogue.load().model]
    with (
        patch.dict(os.environ),
        simulated_provider(Catalogue(model=tuple(quick))) as provider,
        LocalStack(lambda _: None, tmp_path_factory.mktemp("build")) as endpoints,
    ):
        target = Target.local(endpoints)
        target.set_provider(provider.base_url, provider.key)
        yield Deployed(target, endpoints, provider)
    clients.forget()
