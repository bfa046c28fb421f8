"""Share one process of each gateway among the tests."""

from collections.abc import Iterator

import pytest

from tests.attachments.stage import Stage, claude_code_router, litellm


@pytest.fixture(scope="session")
def shared_litellm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with litellm(tmp_path_factory.mktemp("litellm")) as running:
        yield running


@pytest.fixture
def proxy(shared_litellm: Stage) -> Stage:
    return shared_litellm.clear()


@pytest.fixture(scope="session")
def shared_router(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with claude_code_router(tmp_path_factory.mktemp("ccr")) as running:
        yield running


@pytest.fixture
def router(shared_router: Stage) -> Stage:
    return shared_router.clear()
