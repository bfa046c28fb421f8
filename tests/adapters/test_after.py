"""Work after the answer: nobody waits for it, and Lambda stays awake until it is done."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from adapters.after import After


class Api(BaseHTTPRequestHandler):
    """The Extensions API as an internal extension uses it; each event waits for `invoked`."""

    calls: list[str]
    invoked: threading.Semaphore

    def do_POST(self) -> None:
        self.calls.append(f"register {self.headers['Lambda-Extension-Name']}")
        self.rfile.read(int(self.headers["content-length"]))
        self._answer()

    def do_GET(self) -> None:
        assert self.headers["Lambda-Extension-Identifier"] == "ext-1"
        self.calls.append("next")
        self.invoked.acquire(timeout=5)
        self._answer()

    def _answer(self) -> None:
        self.send_response(200)
        self.send_header("Lambda-Extension-Identifier", "ext-1")
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Api]]:
    kind = type("A", (Api,), {"calls": [], "invoked": threading.Semaphore(0)})
    server = ThreadingHTTPServer(("127.0.0.1", 0), kind)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    monkeypatch.setenv("AWS_LAMBDA_RUNTIME_API", f"127.0.0.1:{server.server_port}")
    yield kind
    server.shutdown()
    server.server_close()
    thread.join()


def _until(calls: list[str], wanted: int) -> None:
    for _ in range(200):
        if len(calls) >= wanted:
            return
        threading.Event().wait(0.01)
    raise AssertionError(calls)


def test_work_is_done_in_order_and_a_failure_stops_nothing() -> None:
    after, done = After.start(), list[int]()
    after.run(lambda: done.append(1))
    after.run(lambda: 1 / 0)
    after.run(lambda: done.append(2))
    after.answered()
    assert after.wait()
    assert done == [1, 2]


def test_nobody_waits_for_work_that_is_under_way() -> None:
    after, gate = After.start(), threading.Event()
    after.run(gate.wait)
    after.answered()
    assert not after.wait(0.05)
    gate.set()
    assert after.wait()


def test_the_next_event_is_asked_for_only_when_the_work_of_this_one_is_done(
    api: type[Api],
) -> None:
    after, gate = After.start(), threading.Event()
    _until(api.calls, 2)
    assert api.calls == ["register after", "next"]
    api.invoked.release()
    after.run(gate.wait)
    after.answered()
    threading.Event().wait(0.1)
    assert len(api.calls) == 2, "the process would be frozen with work to do"
    gate.set()
    _until(api.calls, 3)


def test_without_an_extensions_api_that_answers_work_is_done_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("AWS_LAMBDA_RUNTIME_API", "127.0.0.1:9")
    after, done = After.start(), list[int]()
    after.run(lambda: done.append(1))
    after.answered()
    assert after.wait()
    assert done == [1]
