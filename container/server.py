"""`kilo serve`, driven over its HTTP API: one server for all cases of a task."""

import os
import secrets
import signal
import socket
import subprocess
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from container.isolation import Isolation, sweep
from container.kilo import Home
from container.proxy import MeteringProxy
from contracts.table import Effort

_READY_SECONDS = 120.0
_API_SECONDS = 30.0
_NEVER_ASK = ("question", "plan_enter", "plan_exit")


class ServerDied(RuntimeError):
    """`kilo serve` ended or did not start; the message holds the end of its output."""


class MessageFailed(RuntimeError):
    """The CLI refused a message; the message is its own answer, shortened."""


@dataclass
class KiloServer:
    """Start before use; `ensure` starts it again after a crash. Thread-safe by session."""

    home: Home
    proxy: MeteringProxy
    isolation: Isolation
    _stopped: bool = False
    _process: subprocess.Popen[bytes] | None = None
    _client: httpx.Client | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __enter__(self) -> "KiloServer":
        self.ensure()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def pid(self) -> int:
        return self._process.pid if self._process else 0

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def ensure(self) -> None:
        """Raises ServerDied."""
        with self._lock:
            if self._stopped:
                raise ServerDied("it was told to stop")
            if not self.running:
                self._kill()
                self._start()

    def _start(self) -> None:
        port, password = _free_port(), secrets.token_urlsafe(24)
        env = self.home.environment(self.proxy.url, self.proxy.key, KILO_SERVER_PASSWORD=password)
        command = [str(self.home.binary), "serve", "--port", str(port), "--hostname", "127.0.0.1"]
        self.isolation.give(self.home.root)
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [*self.isolation.prefix, *command],
                env=env,
                cwd=self.home.root / "home",
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._client = httpx.Client(
            base_url=f"http://127.0.0.1:{port}", auth=("kilo", password), timeout=_API_SECONDS
        )
        self._wait_until_ready()

    @property
    def _log(self) -> Path:
        return self.home.root / "serve.log"

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + _READY_SECONDS
        while b"listening on" not in self._log.read_bytes():
            if not self.running or time.monotonic() > deadline:
                self._kill()
                raise ServerDied(self._log.read_text(errors="replace")[-2000:])
            time.sleep(0.05)

    def stop(self) -> None:
        """Ends the server for good, and everything that a model left running."""
        self._stopped = True
        self._kill()

    def _kill(self) -> None:
        if self._client:
            self._client.close()
        if self._process is None:
            return
        for number in (signal.SIGTERM, signal.SIGKILL):
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, number)
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(5)
        sweep(self.home.marker, server=0)

    def open_session(self, directory: Path) -> str:
        rules = [{"permission": p, "pattern": "*", "action": "deny"} for p in _NEVER_ASK]
        body = {"title": "benchmark", "permission": rules}
        return str(self._call("POST", "/session", directory, body)["id"])

    def send(
        self,
        session: str,
        directory: Path,
        *,
        model: str,
        prompt: str,
        system: str,
        effort: Effort | None,
        timeout: float,
    ) -> dict[str, Any]:
        """The last assistant message, when the model is done. Raises httpx.TimeoutException after
        `timeout` seconds, httpx.HTTPError when the server is gone, MessageFailed."""
        body = {
            "model": {"providerID": "kilo", "modelID": model},
            "parts": [{"type": "text", "text": prompt}],
            **({"system": system} if system else {}),
            **({"variant": effort} if effort else {}),
        }
        found = self._call("POST", f"/session/{session}/message", directory, body, timeout)
        return dict(found)

    def abort(self, session: str, directory: Path) -> None:
        with suppress(httpx.HTTPError, MessageFailed):
            self._call("POST", f"/session/{session}/abort", directory, {})

    def messages(self, session: str, directory: Path) -> list[dict[str, Any]]:
        """What was said and done, as the CLI kept it; nothing when it is gone."""
        with suppress(httpx.HTTPError, MessageFailed):
            return list(self._call("GET", f"/session/{session}/message", directory))
        return []

    def close_session(self, session: str, directory: Path) -> None:
        with suppress(httpx.HTTPError, MessageFailed):
            self._call("DELETE", f"/session/{session}", directory)

    def _call(
        self,
        method: str,
        path: str,
        directory: Path,
        body: Any = None,
        timeout: float = _API_SECONDS,
    ) -> Any:
        assert self._client is not None
        answer = self._client.request(
            method, path, params={"directory": str(directory)}, json=body, timeout=timeout
        )
        if answer.is_error:
            raise MessageFailed(f"HTTP {answer.status_code}: {answer.text[:300]}")
        return answer.json() if answer.content else None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
