"""Do work after the answer is given, so that the caller does not wait for it.

Lambda freezes a process as soon as it has answered. An internal extension, a thread that takes part
in the Extensions API, keeps it awake until the work is done (AWS Compute Blog, "Running code after
returning a response from an AWS Lambda function"). Elsewhere a process goes on by itself. In Lambda
without the extension the answer waits for the work: late is better than lost."""

import json
import logging
import os
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from queue import SimpleQueue
from threading import Event, Thread
from typing import Any

from contracts.decision import LATE_SECONDS

_log = logging.getLogger(__name__)
_API = "AWS_LAMBDA_RUNTIME_API"
_NAME = "after"
_PAUSE_SECONDS = 0.05  # chosen


@dataclass
class Deferred:
    """The work after the answer. `run` adds a step, `answered` says that the answer is given. A
    step that fails is logged."""

    kept_awake: bool = True
    _work: SimpleQueue[Callable[[], object] | None] = field(default_factory=SimpleQueue)
    _done: Event = field(default_factory=Event)
    _closed: Event = field(default_factory=Event)

    @classmethod
    def start(cls) -> "Deferred":
        """Start the thread; in Lambda also register the extension, unless AFTER_EXTENSION is `off`.
        Call it while the process starts."""
        after = cls()
        Thread(target=after._loop, daemon=True).start()
        host = os.environ.get(_API)
        if host:
            wanted = os.environ.get("AFTER_EXTENSION", "on") != "off"
            after.kept_awake = wanted and after._register(host)
        return after

    def run(self, step: Callable[[], object]) -> None:
        self._work.put(step)

    def answered(self) -> None:
        self._work.put(None)
        if not self.kept_awake:
            self.wait()

    def close(self) -> None:
        """Ask the Extensions API for no further event."""
        self._closed.set()

    def wait(self, seconds: float = LATE_SECONDS) -> bool:
        """Wait for the work before the last `answered`. Return False if it is not done after
        `seconds`."""
        done = self._done.wait(seconds)
        self._done.clear()
        return done

    def _loop(self) -> None:
        while True:
            step = self._work.get()
            if step is None:
                self._done.set()
                continue
            try:
                step()
            except Exception as error:
                _log.warning("work after the answer failed: %s", type(error).__name__)

    def _register(self, host: str) -> bool:
        try:
            identifier = _call(
                f"http://{host}/2020-01-01/extension/register",
                {"Lambda-Extension-Name": _NAME},
                {"events": ["INVOKE"]},
            )
        except OSError as error:
            _log.warning("no extension, so answers wait for late work: %s", error)
            return False
        Thread(target=self._extend, args=(host, identifier), daemon=True).start()
        return True

    def _extend(self, host: str, identifier: str) -> None:
        """Ask for the next event when the work of this one is done. Without the next request each
        answer would be held up, so a request that fails is repeated."""
        headers = {"Lambda-Extension-Identifier": identifier}
        while not self._closed.is_set():
            try:
                _call(f"http://{host}/2020-01-01/extension/event/next", headers)
            except OSError as error:
                _log.warning("asking for the next event failed: %s", error)
                time.sleep(_PAUSE_SECONDS)
                continue
            self.wait()


def _call(url: str, headers: dict[str, str], body: Any = None) -> str:
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, headers)  # noqa: S310
    with urllib.request.urlopen(request) as answer:  # noqa: S310
        answer.read()
        return str(answer.headers.get("Lambda-Extension-Identifier", ""))
