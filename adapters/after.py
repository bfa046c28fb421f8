"""Work that is done after the answer is given, while nobody waits.

Lambda freezes a process as soon as it has answered. An internal extension, a thread that takes part
in the Extensions API, keeps it awake until the work is done (AWS Compute Blog, "Running code after
returning a response from an AWS Lambda function"). Elsewhere a process goes on by itself.
"""

import json
import logging
import os
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from queue import SimpleQueue
from threading import Event, Thread
from typing import Any

_log = logging.getLogger(__name__)
_API = "AWS_LAMBDA_RUNTIME_API"
_NAME = "after"
_LONGEST_SECONDS = 5.0


@dataclass
class After:
    """`run` puts off, `answered` says that the answer is given. Work that fails is logged."""

    _work: SimpleQueue[Callable[[], object] | None] = field(default_factory=SimpleQueue)
    _done: Event = field(default_factory=Event)

    @classmethod
    def start(cls) -> "After":
        """In Lambda also registers the extension; it has to be called while the process starts."""
        after = cls()
        Thread(target=after._loop, daemon=True).start()
        host = os.environ.get(_API)
        if host:
            after._register(host)
        return after

    def run(self, step: Callable[[], object]) -> None:
        self._work.put(step)

    def answered(self) -> None:
        self._work.put(None)

    def wait(self, seconds: float = _LONGEST_SECONDS) -> bool:
        """Until what was put off before the last `answered` is done; False after `seconds`."""
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

    def _register(self, host: str) -> None:
        try:
            identifier = _call(
                f"http://{host}/2020-01-01/extension/register",
                {"Lambda-Extension-Name": _NAME},
                {"events": ["INVOKE"]},
            )
        except OSError as error:
            _log.warning("no extension, so late work may be lost: %s", error)
            return
        Thread(target=self._extend, args=(host, identifier), daemon=True).start()

    def _extend(self, host: str, identifier: str) -> None:
        """Asks for the next event only when the work of this one is done."""
        headers = {"Lambda-Extension-Identifier": identifier}
        while True:
            try:
                _call(f"http://{host}/2020-01-01/extension/event/next", headers)
            except OSError:
                return
            self.wait()


def _call(url: str, headers: dict[str, str], body: Any = None) -> str:
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, headers)  # noqa: S310
    with urllib.request.urlopen(request) as answer:  # noqa: S310
        answer.read()
        return str(answer.headers.get("Lambda-Extension-Identifier", ""))
