"""Run the gateway's service as a process, with the two AWS services that it calls on loopback."""

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

from adapters.dynamodb.items import body_of
from contracts.usage import UsageRow
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
    return Settings(upstream_url=upstream, fallbacks=(Fallback(model="m/listed"),), **changes)


@contextmanager
def aws(known: dict[str, str], written: list[bytes]) -> Iterator[str]:
    """Yield the endpoint of a Secrets Manager in which no secret was ever rotated, and of a
    DynamoDB that takes every transaction; `written` gets their bodies.
    """

    class Services(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            if self.headers["x-amz-target"] == "DynamoDB_20120810.TransactWriteItems":
                written.append(body)
                self._answer(200, {})
            else:
                assert self.headers["x-amz-target"] == "secretsmanager.GetSecretValue"
                self._secret(json.loads(body))

        def _secret(self, asked: dict[str, str]) -> None:
            there = asked["VersionStage"] == "AWSCURRENT" and asked["SecretId"] in known
            missing = {"__type": "ResourceNotFoundException", "message": "no such version"}
            found = {"SecretString": known[asked["SecretId"]]} if there else missing
            self._answer(200 if there else 400, found)

        def _answer(self, status: int, found: dict[str, str]) -> None:
            body = json.dumps(found).encode()
            self.send_response(status)
            self.send_header("content-type", "application/x-amz-json-1.1")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Log nothing."""

    with listening(Services) as url:
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
        "USAGE_TABLE_NAME": "usage",
        "HOST": "127.0.0.1",
        "PORT": str(port),
        **PLACES,
    }


@dataclass
class Service:
    """A service that runs; `out` is all that it printed, once it has ended, and `written` are its
    transactions.
    """

    url: str
    process: "subprocess.Popen[bytes]"
    out: bytes = field(default=b"")
    written: list[bytes] = field(default_factory=list)

    def rows(self) -> list[UsageRow]:
        """Return the usage rows that it has written."""
        steps = [step for body in self.written for step in json.loads(body)["TransactItems"]]
        return [body_of(UsageRow, step["Put"]["Item"]) for step in steps if "Put" in step]

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
    written: list[bytes] = []
    with aws(known, written) as endpoint:
        process = subprocess.Popen(
            [sys.executable, *python, "-m", "gateway.service"],
            cwd=folder,
            env=clean_env(**environment(endpoint, port, found, decide), **env),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        service = Service(f"http://127.0.0.1:{port}", process, written=written)
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
