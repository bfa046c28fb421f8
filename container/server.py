"""`kilo serve`, driven over its HTTP API: one server for all cases of a task."""

import os
import secrets
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from container.api import KiloApi
from container.isolation import Isolation
from container.kilo import Home
from container.leftovers import Leftovers
from container.proxy import MeteringProxy

_READY_SECONDS = 120.0


class ServerDied(RuntimeError):
    """`kilo serve` ended or did not start; the message holds the end of its output."""


@dataclass
class KiloServer:
    """Start before use; `ensure` starts it again after a crash. Thread-safe by session."""

    home: Home
    proxy: MeteringProxy
    isolation: Isolation
    _stopped: bool = False
    _process: subprocess.Popen[bytes] | None = None
    _api: KiloApi | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _busy: set[Path] = field(default_factory=set)
    _busy_lock: threading.Lock = field(default_factory=threading.Lock)

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

    def ensure(self) -> KiloApi:
        """The API of the running server. Raises ServerDied."""
        with self._lock:
            if self._stopped:
                raise ServerDied("it was told to stop")
            if not self.running:
                self._kill()
                self._api = self._start()
            assert self._api is not None
            return self._api

    def _start(self) -> KiloApi:
        port, password = _free_port(), secrets.token_urlsafe(24)
        env = self.home.environment(self.proxy.url, self.proxy.key, KILO_SERVER_PASSWORD=password)
        command = [str(self.home.binary), "serve", "--port", str(port), "--hostname", "127.0.0.1"]
        self.home.give(self.isolation)
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
        self._wait_until_ready()
        return KiloApi.at(port, password)

    @property
    def _log(self) -> Path:
        return self.home.root / "serve.log"

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + _READY_SECONDS
        while b"listening on" not in self._log.read_bytes():
            if self._stopped or not self.running or time.monotonic() > deadline:
                self._kill()
                raise ServerDied(self._log.read_text(errors="replace")[-2000:])
            time.sleep(0.05)

    def stop(self) -> None:
        """Ends the server for good, and everything that a model left running."""
        self._stopped = True
        self._kill()

    def _kill(self) -> None:
        process, self._process = self._process, None
        if self._api:
            self._api.close()
        if process is None:
            return
        for number in (signal.SIGTERM, signal.SIGKILL):
            with suppress(ProcessLookupError):
                os.killpg(process.pid, number)
            with suppress(subprocess.TimeoutExpired):
                process.wait(5)
        self.leftovers.kill(spare=0)

    @property
    def leftovers(self) -> Leftovers:
        return Leftovers(self.home.marker, self.home.root, self.isolation.user)

    @contextmanager
    def case(self, directory: Path) -> Iterator[None]:
        """Nothing that a model starts in `directory` meanwhile survives. What left it is found
        when no other case runs."""
        with self._busy_lock:
            self._busy.add(directory)
        try:
            yield
        finally:
            with self._busy_lock:
                self._busy.discard(directory)
                self.leftovers.kill(spare=self.pid, folder=directory if self._busy else None)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
