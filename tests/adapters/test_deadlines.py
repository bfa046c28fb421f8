"""A request waits until its deadline; however many steps hang, their threads are free again."""

import threading
from concurrent.futures import Executor, ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any

import pytest

from adapters.aws import clients
from adapters.dynamodb.items import Items
from adapters.dynamodb.sessions import SessionStore
from adapters.hot_path.deadlines import TimedCalls, TimedSessions
from adapters.provider.client import provider_of
from contracts.errors import ProviderFailure
from contracts.failure import FailureCause
from tests.adapters.trickling import GUARD_SECONDS, SECONDS, Origin, failure, serving

THREADS = 32


def calls(origin: Origin, pool: Executor) -> TimedCalls:
    known: Any = SimpleNamespace(provider=lambda _: origin.secret)
    provider_of.cache_clear()
    return TimedCalls(known, "arn", pool)


def require_free(pool: Executor) -> None:
    """Require that all threads are free at once."""
    meeting = threading.Barrier(THREADS)
    for each in [pool.submit(meeting.wait, GUARD_SECONDS) for _ in range(THREADS)]:
        each.result(GUARD_SECONDS)


@pytest.mark.parametrize("how", [{"hello": True}, {"endless": "header"}, {"endless": "body"}])
def test_a_flood_of_trickling_answers_leaves_every_thread_free(how: dict[str, Any]) -> None:
    with (
        serving(**how) as origin,
        ThreadPoolExecutor(THREADS) as pool,
        ThreadPoolExecutor(THREADS + 8) as callers,
    ):
        call = calls(origin, pool)
        asked = [callers.submit(call, "m", [], {}, SECONDS) for _ in range(THREADS + 8)]
        for each in asked:
            assert failure(each.result).cause is FailureCause.TIMEOUT
        require_free(pool)
        origin.endless, origin.hello = None, False
        assert calls(origin, pool)("m", [], {}, GUARD_SECONDS).text == "hi"


def test_a_call_that_has_not_begun_in_time_is_never_made() -> None:
    with serving() as origin, ThreadPoolExecutor(1) as pool:
        over = threading.Event()
        pool.submit(over.wait, GUARD_SECONDS)
        with pytest.raises(ProviderFailure):
            calls(origin, pool)("m", [], {}, SECONDS)
        over.set()
        pool.submit(int).result()
        assert origin.accepted == 0


def test_a_flood_of_session_reads_that_hang_leaves_every_thread_free(
    aws: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The limits are those of the client that the hot path uses."""
    with serving(endless="silence") as hung, ThreadPoolExecutor(THREADS) as pool:
        monkeypatch.setenv("AWS_ENDPOINT_URL", hung.secret.base_url)
        clients.forget()
        store = SessionStore(Items(clients.dynamodb(quick=True), "table"))
        for _ in range(THREADS + 8):
            with pytest.raises(TimeoutError):
                TimedSessions(store, pool, 0.01).recall("s", "c", "h")
        require_free(pool)
        clients.forget()
        assert hung.accepted > 0
