"""Provide real sandboxes with the real kilo CLI; one pool for all tests of the folder."""

import io
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from adapters.aws.secrets import ProviderSecret
from container.case import CaseRun
from container.harness import ProviderAccess
from container.lifetime import Lifetime, PerCase, PerChunk
from container.pool import Pool
from container.solve import verify
from contracts.attempt import Attempt, Verification
from contracts.chunk import Chunk
from contracts.dataset import DeciderTask
from contracts.limits import CaseLimits
from contracts.run import RunKind
from contracts.tier import Tier
from local.sandboxes import pool
from tests.container.upstream import KEY, Upstream, script, upstream


@dataclass(frozen=True)
class Solved:
    """A solved case; `files` are the regular files that the model left, None where they were not
    kept."""

    attempt: Attempt
    files: dict[str, str] | None
    left: bytes | None


@dataclass(frozen=True)
class Bench:
    upstream: Upstream
    provider: ProviderAccess
    pool: Pool
    living: Lifetime

    def per_case(self) -> "Bench":
        return replace(self, living=PerCase(self.pool))

    def per_chunk(self) -> "Bench":
        return replace(self, living=PerChunk(self.pool))

    def solve(self, *replies: dict[str, Any], **more: Any) -> Attempt:
        return self.run(*replies, **more).attempt

    def run(
        self,
        *replies: dict[str, Any],
        files: dict[str, str] | None = None,
        effort: str | None = None,
        candidate: str = "test/model",
        **limits: Any,
    ) -> Solved:
        task = DeciderTask(
            case_id="case", tier=Tier.LOW, prompts=(script(*replies),), files=files or {}
        )
        allowed = CaseLimits(**{"timeout": 60, "max_calls": 20, "max_cost_usd": 1.0, **limits})
        self.upstream.requests.clear()
        listed, asked = self.provider.listed, _chunk(candidate, effort)
        found = CaseRun(self.living, listed, asked, task, allowed, keep=True).solve()
        files_left = None if found.left is None else files_of(found.left)
        return Solved(found.attempt, files_left, found.left)

    def verify(self, verifier: str, left: bytes | None) -> Verification:
        assert left is not None
        return verify(verifier, left, self.pool)


def _chunk(candidate: str, effort: str | None) -> Chunk:
    return Chunk.from_wire(
        {
            "runId": "run",
            "kind": RunKind.DECIDER,
            "candidate": candidate,
            "reasoningEffort": effort,
            "repetition": 0,
            "caseIds": ["case"],
        }
    )


def files_of(archive: bytes) -> dict[str, str]:
    found = {}
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        for member in tar:
            content = tar.extractfile(member) if member.isreg() else None
            if content:
                found[member.name.removeprefix("./")] = content.read().decode(errors="replace")
    return found


def secret(base_url: str, key: str = KEY) -> ProviderSecret:
    return ProviderSecret.from_wire({"baseUrl": base_url, "apiKey": key})


@pytest.fixture(scope="session")
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="auto-routing-") as path:
        yield Path(path)


@pytest.fixture(scope="session")
def provider() -> Iterator[Upstream]:
    with upstream() as running:
        yield running


@pytest.fixture(scope="session")
def site(folder: Path, provider: Upstream) -> Iterator[Bench]:
    """Yield a bench of two slots."""
    reached = ProviderAccess.of(secret(provider.base_url))
    with pool(reached, folder / "pool", slots=2) as sandboxes:
        yield Bench(provider, reached, sandboxes, PerChunk(sandboxes))


@pytest.fixture(scope="module")
def bench(site: Bench) -> Iterator[Bench]:
    """Yield the quick bench: one server for the cases of a module."""
    found = site.per_chunk()
    yield found
    found.living.end()


@pytest.fixture(scope="module")
def isolated(site: Bench) -> Bench:
    """Return the isolated bench: a server, a user and a home for each case."""
    return site.per_case()
