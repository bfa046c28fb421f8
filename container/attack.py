"""The CLI attacks the sandbox in which it works, and what it could do is told wall by wall.

No model is asked: a provider with a script, on loopback in the worker, has the CLI run one command.
The proxy, the CLI, the sandbox and its user are those of any case."""

import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from adapters.secrets import ProviderSecret
from container.debugging import kilo_run, reported
from container.harness import Provider
from container.meter import CaseMeter
from container.pool import Pool
from container.sandboxes import SandboxClient, archive
from contracts.debug import ATTACKER, DebugMessage, DebugReport, Wall
from contracts.sheet import CaseLimits

_PROGRAM = Path(__file__).with_name("attack_program.py").read_text(encoding="utf-8")
_LIMITS = CaseLimits(timeout=120, max_calls=5, max_cost_usd=1.0)
_SECONDS = 30
_MOST = 2**20


def attack(message: DebugMessage, pool: Pool) -> DebugReport:
    """Return the report, with a wall that did not hold if the attack itself came to nothing. Raises
    SandboxLost, SandboxRefused."""
    meter, began = CaseMeter(ATTACKER, None, _LIMITS), time.monotonic()
    command = f"python3 attack.py {'outside' if message.outside else 'inside'}"
    with (
        _scripted(command) as secret,
        pool.bare() as sandbox,
        closing(Provider.of(secret).proxy()) as proxy,
    ):
        ran = kilo_run(sandbox, proxy, "attack", meter, {"attack.py": _PROGRAM})
        walls = (*_found(sandbox), *_afterwards(sandbox))
    return reported(message, ran, meter, began).model_copy(update={"walls": walls})


def _found(sandbox: SandboxClient) -> list[Wall]:
    ran = sandbox.run(["cat", "walls.jsonl"], seconds=_SECONDS, most=_MOST)
    lines = [line for line in ran.output.splitlines() if line]
    done = Wall(name="the attack was carried out", held=bool(lines), detail=ran.errors.strip())
    return [done, *(Wall.from_json(line) for line in lines)]


def _afterwards(sandbox: SandboxClient) -> list[Wall]:
    """What a next case in the same sandbox finds of it."""
    sandbox.begin()
    sandbox.open(archive({"attack.py": _PROGRAM}))
    ran = sandbox.run(["python3", "attack.py", "afterwards"], seconds=_SECONDS, most=_MOST)
    return [Wall.from_json(line) for line in ran.output.splitlines() if line]


@contextmanager
def _scripted(command: str) -> Iterator[ProviderSecret]:
    """A provider whose only model runs `command`, and then says that it is done."""
    key = secrets.token_urlsafe(16)
    server = _Server(command, key)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        url = f"http://127.0.0.1:{server.server_port}"
        yield ProviderSecret.from_wire({"baseUrl": url, "apiKey": key})
    finally:
        server.shutdown()
        server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, command: str, key: str) -> None:
        self.command, self.key = command, key
        super().__init__(("127.0.0.1", 0), _Script)


class _Script(BaseHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Quiet."""

    @property
    def _asked(self) -> _Server | None:
        """The server, for whoever has its key."""
        assert isinstance(self.server, _Server)
        known = self.headers.get("authorization") == f"Bearer {self.server.key}"
        return self.server if known else None

    def do_GET(self) -> None:
        if self._asked is None:
            self.send_error(401)
            return
        row = {"id": ATTACKER, "context_length": 100_000, "supported_parameters": ["tools"]}
        self._send("application/json", json.dumps({"data": [row]}))

    def do_POST(self) -> None:
        server = self._asked
        if server is None:
            self.send_error(401)
            return
        asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
        begun = any(message.get("role") == "tool" for message in asked["messages"])
        deltas = [{"content": "done"}] if begun else [_call(server.command)]
        usage = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2, "cost": 0.0}
        chunks = [
            *({"choices": [{"index": 0, "delta": delta}]} for delta in deltas),
            _ended("stop" if begun else "tool_calls"),
            {"choices": [], "usage": usage},
        ]
        lines = [json.dumps({"id": "attack", "model": ATTACKER, **chunk}) for chunk in chunks]
        events = "".join(f"data: {line}\n\n" for line in [*lines, "[DONE]"])
        self._send("text/event-stream", events)

    def _send(self, kind: str, body: str) -> None:
        self.send_response(200)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(body.encode())))
        self.end_headers()
        self.wfile.write(body.encode())


def _call(command: str) -> dict[str, Any]:
    arguments = json.dumps({"command": command, "description": "attacks its sandbox"})
    function = {"name": "bash", "arguments": arguments}
    return {"tool_calls": [{"index": 0, "id": "c1", "type": "function", "function": function}]}


def _ended(reason: str) -> dict[str, Any]:
    return {"choices": [{"index": 0, "delta": {}, "finish_reason": reason}]}
