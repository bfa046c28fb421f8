"""Write usage rows at once, and share one front among the tests that need no other settings."""

from collections.abc import Iterator

import pytest

from tests.gateway.stage import Stage, staged


@pytest.fixture(scope="session", autouse=True)
def _rows_at_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("gateway.rows.FLUSH_SECONDS", 0.02)
        yield


@pytest.fixture(scope="session")
def shared() -> Iterator[Stage]:
    with staged() as running:
        yield running


@pytest.fixture
def stage(shared: Stage) -> Stage:
    return shared.clear()
