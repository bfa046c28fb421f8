"""Start `kilo serve` of one case, and check that it is ready and really the one that listens."""

import os
import secrets
import socket
import subprocess
import threading
from collections import deque
from dataclasses import dataclass, field

from container.sandbox.kilo import Kilo
from container.sandbox.processes import listener
from container.sandbox.user import User
from contracts.errors import SandboxFailure

_READY_SECONDS = 120.0  # chosen
_LAST_LINES = 40  # chosen


class ServerDied(SandboxFailure):
    """`kilo serve` ended or did not start; the message holds the end of its output."""


@dataclass
class KiloServer:
    """A server that listens on loopback only; `password` is in its environment, which only its user
    can read."""

    process: "subprocess.Popen[bytes]"
    port: int
    password: str
    _lines: "deque[bytes]" = field(default_factory=lambda: deque(maxlen=_LAST_LINES))
    _ready: threading.Event = field(default_factory=threading.Event)

    @classmethod
    def start(cls, kilo: Kilo, user: User, proxy_url: str, key: str) -> "KiloServer":
        """Start the server and return it when it is ready. Raises ServerDied."""
        port, password = _free_port(), secrets.token_urlsafe(24)
        env = kilo.environment(proxy_url, key) | {"KILO_SERVER_PASSWORD": password}
        command = [str(kilo.binary), "serve", "--port", str(port), "--hostname", "127.0.0.1"]
        process = subprocess.Popen(
            [*user.prefix, *command],
            env=env,
            cwd=kilo.home,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        server = cls(process, port, password)
        threading.Thread(target=server._read, daemon=True).start()
        server._wait(user)
        return server

    @property
    def pid(self) -> int:
        return self.process.pid

    @property
    def running(self) -> bool:
        return self.process.poll() is None

    def ends_within(self, seconds: float) -> bool:
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True

    def _read(self) -> None:
        """Read the output until no process holds it open."""
        assert self.process.stdout is not None
        with self.process.stdout as output:
            while line := output.readline(4096):
                self._lines.append(line)
                if b"listening on" in line:
                    self._ready.set()
        self._ready.set()

    def _wait(self, user: User) -> None:
        if not self._ready.wait(_READY_SECONDS) or not self.running:
            raise ServerDied(b"".join(self._lines).decode(errors="replace")[-2000:])
        mine = os.getuid() if user.uid is None else user.uid
        if listener(self.port) != mine:
            raise ServerDied(f"another process listens at port {self.port}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
