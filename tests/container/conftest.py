"""One real kilo server for all tests of the folder; it takes seconds to start."""

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from adapters.secrets import ProviderSecret
from container.case import CaseRun
from container.isolation import isolate
from container.kilo import Home, kilo_binary
from container.proxy import MeteringProxy
from container.server import KiloServer
from container.slot import Slot
from contracts.attempt import Attempt
from contracts.chunk import Chunk
from contracts.dataset import DeciderTask
from contracts.run import RunKind
from contracts.sheet import CaseLimits
from tests.container.upstream import KEY, Upstream, script, upstream


@dataclass(frozen=True)
class Bench:
    upstream: Upstream
    server: KiloServer
    slot: Slot

    def solve(
        self,
        *replies: dict[str, Any],
        files: dict[str, str] | None = None,
        effort: str | None = None,
        candidate: str = "test/model",
        **limits: Any,
    ) -> Attempt:
        chunk = Chunk.from_wire(
            {
                "runId": "run",
                "kind": RunKind.DECIDER,
                "candidate": candidate,
                "reasoningEffort": effort,
                "repetition": 0,
                "caseIds": ["case"],
            }
        )
        task = DeciderTask(
            case_id="case", system_prompt="", user_prompt=script(*replies), files=files or {}
        )
        allowed = CaseLimits(**{"timeout": 60, "max_calls": 20, "max_cost_usd": 1.0, **limits})
        self.upstream.requests.clear()
        return CaseRun(self.server, self.slot, chunk, task, allowed).attempt()


def secret(base_url: str, key: str = KEY) -> ProviderSecret:
    return ProviderSecret.from_wire({"baseUrl": base_url, "apiKey": key})


@pytest.fixture(scope="session")
def folder() -> Iterator[Path]:
    """Where another user may go: pytest's own folders are closed to others."""
    path = Path(tempfile.mkdtemp(prefix="auto-routing-"))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture(scope="session")
def provider() -> Iterator[Upstream]:
    with upstream() as running:
        yield running


@pytest.fixture(scope="session")
def binary(folder: Path) -> Path:
    """The kilo binary where another user can run it."""
    found = kilo_binary()
    if not isolate("preferred", found).why_not:
        return found
    shutil.copytree(found.parent, folder / "kilo", symlinks=True, dirs_exist_ok=True)
    return folder / "kilo" / found.name


@pytest.fixture(scope="session")
def bench(folder: Path, binary: Path, provider: Upstream) -> Iterator[Bench]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KILO_BIN", str(binary))
        home = Home.make(folder / "work", uuid4().hex)
    isolation = isolate("preferred", binary, home.root / "home")
    with (
        MeteringProxy(secret(provider.base_url)) as proxy,
        KiloServer(home, proxy, isolation) as server,
    ):
        yield Bench(provider, server, Slot(home.root / "slots" / "0"))
