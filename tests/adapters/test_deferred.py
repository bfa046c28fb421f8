"""Work after the answer: no caller waits for it, and Lambda stays awake until it is done."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from adapters.hot_path.deferred import Deferred


class Api(BaseHTTPRequestHandler):
    """The Extensions API as an internal extension uses it; each event waits for `invoked`."""

    calls: list[str]
    failing = 0
    invoked: threading.Semaphore

    def do_POST(self) -> None:
        self.calls.append(f"register {self.headers['Lambda-Extension-Name']}")
        self.rfile.read(int(self.headers["content-length"]))
        self._answer()

    def do_GET(self) -> None:
        assert self.headers["Lambda-Extension-Identifier"] == "ext-1"
        self.calls.append("next")
        if type(self).failing:
            type(self).failing -= 1
            self.send_error(500)
            return
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
    made, start, invoked = list[Deferred](), Deferred.start, kind.__dict__["invoked"]

    def started() -> Deferred:
        made.append(start())
        return made[-1]

    monkeypatch.setattr(Deferred, "start", started)
    yield kind
    for after in made:
        after.close()
    invoked.release(100)
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
    after, done = Deferred.start(), list[int]()
    after.run(lambda: done.append(1))
    after.run(lambda: 1 / 0)
    after.run(lambda: done.append(2))
    after.answered()
    assert after.wait()
    assert done == [1, 2]


def test_nobody_waits_for_work_that_is_under_way() -> None:
    after, gate = Deferred.start(), threading.Event()
    after.run(gate.wait)
    after.answered()
    assert not after.wait(0.05)
    gate.set()
    assert after.wait()


def test_the_next_event_is_asked_for_only_when_the_work_of_this_one_is_done(
    api: type[Api],
) -> None:
    after, gate = Deferred.start(), threading.Event()
    _until(api.calls, 2)
    assert api.calls == ["register after", "next"]
    api.invoked.release()
    after.run(gate.wait)
    after.answered()
    threading.Event().wait(0.1)
    assert len(api.calls) == 2, "the process would be frozen with work to do"
    gate.set()
    _until(api.calls, 3)
    assert after.kept_awake


def test_an_event_that_cannot_be_had_is_asked_for_again(api: type[Api]) -> None:
    api.failing = 2
    Deferred.start()
    _until(api.calls, 4)
    assert api.calls == ["register after", "next", "next", "next"]


@pytest.mark.parametrize(("extension", "port"), [("on", 9), ("off", 0)])
def test_without_the_extension_the_answer_waits_for_the_work(
    api: type[Api], monkeypatch: pytest.MonkeyPatch, extension: str, port: int
) -> None:
    monkeypatch.setenv("AFTER_EXTENSION", extension)
    if port:
        monkeypatch.setenv("AWS_LAMBDA_RUNTIME_API", f"127.0.0.1:{port}")
    after, done = Deferred.start(), list[int]()
    after.run(lambda: done.append(1))
    after.answered()
    assert done == [1]
    assert (after.kept_awake, api.calls) == (False, [])
