"""Run the gateway's service as a process, with a Secrets Manager on loopback."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import httpx

from gateway.settings import Fallback, Settings
from local.process import clean_env, free_port
from tests.gateway.running import DECIDE, UPSTREAM
from tests.loopback import listening

ROOT = Path(__file__).resolve().parents[2]
CALLER, SIGNING = "c" * 48, "s" * 48
PLACES = {
    "PROVIDER_SECRET_ARN": "provider",
    "DECIDE_SECRET_ARN": "decide",
    "SIGNING_SECRET_ARN": "signing",
    "CALLERS_SECRET_ARN": "callers",
}


def secrets(upstream: str, **changes: str) -> dict[str, str]:
    """Return what is in Secrets Manager, by ARN; `upstream` is the provider's base URL."""
    provider = json.dumps({"baseUrl": upstream, "apiKey": UPSTREAM})
    callers = json.dumps({"first": CALLER})
    known = {"provider": provider, "decide": DECIDE, "signing": SIGNING, "callers": callers}
    return {**known, **changes}


def settings(upstream: str, **changes: Any) -> Settings:
    return Settings(upstream_url=upstream, fallbacks=(Fallback(model="f/first"),), **changes)


@contextmanager
def secrets_manager(known: dict[str, str]) -> Iterator[str]:
    """Yield the endpoint of a Secrets Manager in which no secret was ever rotated."""

    class Manager(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            assert self.headers["x-amz-target"] == "secretsmanager.GetSecretValue"
            asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
            there = asked["VersionStage"] == "AWSCURRENT" and asked["SecretId"] in known
            missing = {"__type": "ResourceNotFoundException", "message": "no such version"}
            found = {"SecretString": known[asked["SecretId"]]} if there else missing
            body = json.dumps(found).encode()
            self.send_response(200 if there else 400)
            self.send_header("content-type", "application/x-amz-json-1.1")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Log nothing."""

    with listening(Manager) as url:
        yield url


def environment(endpoint: str, port: int, found: Settings, decide: str) -> dict[str, str]:
    """Return what the task's definition and Fargate would put into the environment."""
    return {
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_REGION": "us-east-1",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_EC2_METADATA_DISABLED": "true",
        "GATEWAY_SETTINGS": found.wire_json(),
        "DECIDE_URL": decide,
        "HOST": "127.0.0.1",
        "PORT": str(port),
        **PLACES,
    }


@dataclass
class Service:
    """A service that runs; `out` is all that it wrote, once it has ended."""

    url: str
    process: "subprocess.Popen[bytes]"
    out: bytes = field(default=b"")

    def terminate(self) -> None:
        self.process.send_signal(signal.SIGTERM)

    def ended(self) -> int:
        self.out, _ = self.process.communicate(timeout=30)
        return self.process.returncode

    def await_ready(self) -> None:
        latest = time.monotonic() + 60
        while not self.healthy():
            assert self.process.poll() is None, (self.ended(), self.out.decode())
            assert time.monotonic() < latest
            time.sleep(0.05)

    def healthy(self) -> bool:
        try:
            return httpx.get(f"{self.url}/health").status_code == 200
        except httpx.TransportError:
            return False


@contextmanager
def served(
    known: dict[str, str],
    found: Settings,
    decide: str,
    *,
    python: Sequence[str] = (),
    folder: Path = ROOT,
    ready: bool = True,
    **env: str,
) -> Iterator[Service]:
    """Serve on a free port until the block ends. `python` are options of the interpreter; without
    `ready` the process may end at once."""
    port = free_port()
    with secrets_manager(known) as endpoint:
        process = subprocess.Popen(
            [sys.executable, *python, "-m", "gateway.service"],
            cwd=folder,
            env=clean_env(**environment(endpoint, port, found, decide), **env),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        service = Service(f"http://127.0.0.1:{port}", process)
        try:
            if ready:
                service.await_ready()
            yield service
        finally:
            if process.poll() is None:
                process.kill()
                process.communicate()


def environ_of(service: Service) -> bytes:
    """Return the environment of the process, as any program of its user can read it."""
    return Path(f"/proc/{service.process.pid}/environ").read_bytes()
