"""Serve the sandbox to the worker: HTTP on a Unix socket, in a folder that only these two can
enter."""

import base64
import json
import os
import socketserver
from collections.abc import Callable
from functools import partial
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

from container.sandbox.command import Finished
from container.sandbox.sandbox import NoCase, Sandbox
from container.sandbox.server import ServerDied
from container.sandbox.tree import NotCollected, NotLaidOut, TooLarge

SOCKET = "sandbox.sock"
EXPECTED = (NoCase, NotCollected, NotLaidOut, ServerDied, TooLarge)
_MOST_BODY = 512 * 2**20  # bytes: four times the archive that `collect` allows; chosen
_CHUNK = 2**20


class Agent(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    """The server of one sandbox."""

    daemon_threads = True

    def __init__(self, folder: Path, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
        path = folder / SOCKET
        path.unlink(missing_ok=True)
        kept = os.umask(0o177)
        try:
            super().__init__(str(path), partial(_Handler, sandbox))
        finally:
            os.umask(kept)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, sandbox: Sandbox, *args: Any) -> None:
        self._sandbox = sandbox
        super().__init__(*args)

    def log_message(self, format: str, *args: Any) -> None:
        """Log nothing: a request may hold what must not be logged."""

    def do_GET(self) -> None:
        if self.path == "/folder":
            self._answer(self._folder)
        else:
            self._answer(lambda: self._json(self._state()))

    def do_POST(self) -> None:
        body = self.rfile.read(min(int(self.headers["content-length"]), _MOST_BODY))
        acts: dict[str, Callable[[], dict[str, Any] | None]] = {
            "/begin": lambda: {"uid": self._sandbox.begin()},
            "/serve": lambda: self._serve(**json.loads(body)),
            "/open": lambda: {"folder": str(self._sandbox.open(body))},
            "/run": lambda: self._run(**json.loads(body)),
            "/close": lambda: {"kept": self._sandbox.close(**json.loads(body))},
            "/clear": lambda: self._sandbox.clear(),
            "/end": lambda: self._sandbox.end(),
        }
        self._answer(lambda: self._json(acts[self.path]() or {}))

    def _state(self) -> dict[str, Any]:
        sandbox = self._sandbox
        return {
            "exceeded": sandbox.exceeded,
            "why_not": sandbox.why_not,
            "server_runs": sandbox.server_runs,
        }

    def _serve(self, proxy_url: str, key: str) -> dict[str, Any]:
        server = self._sandbox.serve(proxy_url, key)
        return {"port": server.port, "password": server.password}

    def _run(
        self,
        command: list[str],
        stdin: str,
        seconds: float,
        most: int,
        proxy_url: str | None = None,
        key: str = "",
    ) -> dict[str, Any]:
        """Run a command and return its outcome. With a proxy it is a command of the CLI, without
        the CLI's name."""
        kilo, env = self._sandbox.kilo, {}
        if proxy_url is not None:
            command = [str(kilo.binary), *command]
            env = kilo.environment(proxy_url, key)
        fed = base64.b64decode(stdin)
        ran = self._sandbox.run(command, stdin=fed, seconds=seconds, most=most, env=env)
        return _wire(ran)

    def _folder(self) -> None:
        with self._sandbox.collect() as archive:
            self.send_response(200)
            self.send_header("content-length", str(os.fstat(archive.fileno()).st_size))
            self.end_headers()
            while piece := archive.read(_CHUNK):
                self.wfile.write(piece)

    def _answer(self, act: Callable[[], None]) -> None:
        try:
            act()
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True
        except EXPECTED as error:
            self._json({"error": type(error).__name__, "message": str(error)}, 409)
        except Exception as error:
            self._json({"error": type(error).__name__, "message": str(error)[:500]}, 500)

    def _json(self, value: dict[str, Any], status: int = 200) -> None:
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def _wire(ran: Finished) -> dict[str, Any]:
    return {
        "exit_code": ran.exit_code,
        "output": base64.b64encode(ran.output).decode(),
        "errors": base64.b64encode(ran.errors).decode(),
        "timed_out": ran.timed_out,
        "cut": ran.cut,
    }
