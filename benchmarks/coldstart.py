"""Measure a cold start of `/decide` from its packaged asset: `python -m benchmarks.coldstart`.

Fresh processes import the handler and answer a first request; the same interpreter imports boto3
and makes one client, which is the floor. CPU time is measured, because no network is waited for:
AWS and the provider are answers from memory, Valkey is real."""

import argparse
import json
import platform
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import Any

from adapters.hot_path.cache import Cache
from benchmarks.decide import ANSWER, body, table
from cli.console import console
from contracts import objects
from contracts.winner import LiveClassifier
from infra.bundling import bundle, uv
from local.aws import CREDENTIALS
from local.process import clean_env, free_port
from local.servers import start_valkey

NAMES = {
    "AWS_DEFAULT_REGION": "us-east-1",
    "TABLE_NAME": "table",
    "BUCKET_NAME": "bucket",
    "PROVIDER_SECRET_ARN": "provider",
    "DECIDE_SECRET_ARN": "decide",
}
LIVE = LiveClassifier(winner=None, override=None)
SECRET, PROVIDER = "s3cret", {"apiKey": "key"}
FLOOR = "import boto3; boto3.client('dynamodb')"
OURS = """
import functions.decide.handler as decide
event = {'headers': {'authorization': 'Bearer s3cret'}, 'body': BODY}
answer = decide.handler(event, None)
assert '"decision":{' in answer['body'], answer
"""
WITH = {
    "boto3": "import boto3; boto3.client('dynamodb')",
    "pydantic": "from pydantic import BaseModel, Field, TypeAdapter",
    "valkey-py": "import valkey",
    "httpx": "import httpx; httpx.Client()",
    "Powertools' logger": "from aws_lambda_powertools import Logger; Logger()",
}


class Answers(BaseHTTPRequestHandler):
    """Secrets Manager, DynamoDB without any item, and a classifier."""

    def do_POST(self) -> None:
        size = int(self.headers.get("content-length", 0))
        asked = json.loads(self.rfile.read(size) or b"{}")
        target = self.headers.get("x-amz-target", "")
        text = json.dumps(self._answer(target, asked)).encode()
        self.send_response(200)
        self.send_header("content-length", str(len(text)))
        self.end_headers()
        with suppress(BrokenPipeError):
            self.wfile.write(text)

    def do_PUT(self) -> None:
        self.rfile.read(int(self.headers.get("content-length", 0)))
        self.send_response(200)
        self.send_header("content-length", "0")
        self.end_headers()

    def _answer(self, target: str, asked: dict[str, Any]) -> dict[str, Any]:
        if target.endswith("GetSecretValue"):
            provider = json.dumps({**PROVIDER, "baseUrl": f"http://{self.headers['host']}"})
            return {"SecretString": SECRET if asked["SecretId"] == "decide" else provider}
        if target:
            return {"Responses": {"table": []}, "UnprocessedKeys": {}}
        text = json.dumps(ANSWER)
        return {"choices": [{"message": {"content": text}}], "usage": {"cost": 0.0001}}

    def log_message(self, *_: Any) -> None: ...


@contextmanager
def world(folder: Path) -> Iterator[dict[str, str]]:
    """Yield the environment of a function whose table is in the cache."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    Thread(target=server.serve_forever, daemon=True).start()
    port = free_port()
    valkey = start_valkey(port, folder)
    url = f"valkey://127.0.0.1:{port}"
    Cache(url).put(objects.LIVE_TABLE, table(10).wire_json())
    Cache(url).put(objects.LIVE_CLASSIFIER, LIVE.wire_json())
    try:
        yield {
            "AWS_ENDPOINT_URL": f"http://127.0.0.1:{server.server_address[1]}",
            "CACHE_URL": url,
        }
    finally:
        valkey.stop()
        server.shutdown()


def packaged(folder: Path, python: str) -> tuple[Path, Path]:
    """Return the asset for this machine, and the packages of the Lambda runtime with those that the
    asset avoids."""
    asset, runtime = folder / "asset", folder / "runtime"
    asset.mkdir()
    bundle(asset, f"{platform.machine()}-manylinux_2_34", python)
    sdk = [f"{name}=={version(name)}" for name in ("boto3", "botocore")]
    target = ("--target", str(runtime), "--python-version", python)
    subprocess.run(uv("pip", "install", *target, *sdk, "valkey"), check=True)
    compiler = ("python", "-m", "compileall", "-q", str(runtime))
    subprocess.run(uv("run", "--no-project", "--python", python, *compiler), check=True)
    return asset, runtime


def cpu(interpreter: str, code: str, env: dict[str, str]) -> float:
    """Return the milliseconds of CPU of a whole process, without `site`. Raises RuntimeError if it
    fails."""
    whole = f"import time; BODY = {body(1)!r}\n{code}\nprint(1000 * time.process_time())"
    command = [interpreter, "-S", "-c", whole]
    done = subprocess.run(command, env=env, cwd="/", capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return float(done.stdout.splitlines()[-1])


def measured(
    interpreter: str, env: dict[str, str], asset: Path, runtime: Path, times: int
) -> dict[str, list[float]]:
    """Return the milliseconds of each variant. They run in turn in each round, so that a noisy
    moment affects all."""
    stale = {**env, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPYCACHEPREFIX": "/nonexistent"}
    bare = {"PYTHONPATH": str(runtime)}
    whole = {"PYTHONPATH": f"{runtime}:{asset}"}
    cases = {
        "boto3 and one client": (FLOOR, {**env, **bare}),
        "import and first decision": (OURS, env),
        **{f"  and {name}": (f"{code}\n{OURS}", env) for name, code in WITH.items()},
        "  with all of the runtime's botocore": (OURS, {**env, **whole}),
        "  without valid bytecode": (OURS, stale),
        "boto3 and one client, without valid bytecode": (
            FLOOR,
            {**stale, **bare},
        ),
    }
    found: dict[str, list[float]] = {name: [] for name in cases}
    for _ in range(times):
        for name, (code, environment) in cases.items():
            found[name].append(cpu(interpreter, code, environment))
    return found


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--times", type=int, default=15)
    asked.add_argument("--python", default=f"{sys.version_info.major}.{sys.version_info.minor}")
    given = asked.parse_args()
    interpreter = subprocess.check_output(
        [uv()[0], "python", "find", given.python], text=True
    ).strip()
    with TemporaryDirectory() as name, world(Path(name)) as where:
        asset, runtime = packaged(Path(name), given.python)
        env = clean_env(**CREDENTIALS, **NAMES, **where, PYTHONPATH=f"{asset}:{runtime}")
        found = measured(interpreter, env, asset, runtime, given.times)
    floor = statistics.median(found["boto3 and one client"])
    for case, each in found.items():
        middle = statistics.median(each)
        console.print(f"{case}: {middle:.0f} ms, {middle / floor:.2f} of the floor")


if __name__ == "__main__":
    main()
