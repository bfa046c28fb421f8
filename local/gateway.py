"""Start the gateway beside the local stack, and the kilo CLI as its client."""

import json
import secrets
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from adapters.aws.secrets import ProviderSecret
from container.sandbox.kilo import Kilo
from contracts.dataset import DeciderCase
from contracts.usage import UsageRow
from functions.benchmark.cases.load import load_deciders
from gateway.settings import VIRTUAL, Fallback, Secrets, Settings
from gateway.sinks import rows_in
from local.process import Child, clean_env, free_port
from local.proof import Workplace
from local.servers import ProcessDied
from local.stack import BUILD, Endpoints
from local.synth import ROOT

FALLBACK, USER = "sim/large", "local"
_CASE = "debugging-bug-fixing-last-page"
_READY_SECONDS, _RUN_SECONDS = 60.0, 180.0  # chosen
# With a title it does not ask a model for one.
_RUN = ("run", "--format", "json", "--auto", "--title", "gateway")


@dataclass(frozen=True)
class Gateway:
    """A gateway that runs. `url` is that of its APIs, up to and with `/v1`; `key` is that of its
    one user. Its rows are written within a second, and all of them when it ends: into the file
    `usage`, or into the table of a local stack."""

    url: str
    key: str
    usage: Path

    @property
    def rows(self) -> list[UsageRow]:
        """Return the rows in the file."""
        return rows_in(self.usage) if self.usage.exists() else []

    @property
    def kilo_config(self) -> dict[str, Any]:
        """Return what the CLI's config needs to reach the gateway, as any user may write it."""
        model = {"name": VIRTUAL, "tool_call": True, "limit": {"context": 200_000, "output": 8192}}
        provider = {
            "npm": "@ai-sdk/openai-compatible",  # bundled with the CLI
            "options": {"baseURL": self.url, "apiKey": self.key},
            "models": {VIRTUAL: model},
        }
        return {"enabled_providers": ["gateway"], "provider": {"gateway": provider}}


@contextmanager
def gateway(
    provider: ProviderSecret,
    decide_url: str,
    decide_secret: str,
    folder: Path = BUILD / "gateway",
    stack: Endpoints | None = None,
) -> Iterator[Gateway]:
    """Serve on loopback until the block ends; settings and log are in `folder`, and usage rows too
    unless they go into the table of a local stack. Raises ProcessDied."""
    front, port = _front(folder)
    settings = Settings(
        upstream_url=provider.base_url,
        decide_url=decide_url,
        fallbacks=(Fallback(model=FALLBACK),),
    )
    known = Secrets(
        upstream_key=provider.api_key,
        decide_secret=decide_secret,
        keys_by_user={USER: front.key},
    )
    child = _start(settings, known, port, front.usage, stack)
    try:
        _await(child, port)
        yield front
    finally:
        child.stop()


def _front(folder: Path) -> tuple[Gateway, int]:
    """Return a gateway that is to be started with its port, without rows of an earlier one."""
    folder.mkdir(parents=True, exist_ok=True)
    key, port, usage = f"local-{secrets.token_urlsafe(24)}", free_port(), folder / "usage.jsonl"
    usage.unlink(missing_ok=True)
    return Gateway(f"http://127.0.0.1:{port}/v1", key, usage), port


def _start(
    settings: Settings, known: Secrets, port: int, usage: Path, stack: Endpoints | None
) -> Child:
    """Start the process; it gets the secrets by its standard input alone."""
    kept = f"dynamodb:{stack.outputs.usage_table}" if stack else str(usage)
    file, log = usage.with_name("settings.json"), usage.with_name("gateway.log")
    file.write_text(settings.wire_json())
    with log.open("ab") as sink:
        process = subprocess.Popen(
            [sys.executable, "-m", "gateway.main", str(file), str(port), kept],
            cwd=ROOT,
            env=clean_env(**(stack.environment if stack else {})),
            stdin=subprocess.PIPE,
            stdout=sink,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    assert process.stdin is not None
    with suppress(BrokenPipeError), process.stdin as stdin:
        stdin.write(known.wire_json().encode())
    return Child("gateway", log, process)


def _await(child: Child, port: int) -> None:
    deadline = time.monotonic() + _READY_SECONDS
    while not _healthy(port):
        if not child.running or time.monotonic() > deadline:
            raise ProcessDied(f"the gateway did not start; the end of {child.log}:\n{child.tail()}")
        time.sleep(0.05)


def _healthy(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=1):
            return True
    except OSError:
        return False


@dataclass(frozen=True)
class Session:
    """What one `kilo run` came to. `passed` says whether the check of the case passes."""

    exit_code: int
    session_id: str
    answer: str
    passed: bool
    errors: str


def sample_case() -> DeciderCase:
    """Return a case of the dataset that takes several turns, with tools."""
    return next(case for case in load_deciders() if case.case_id == _CASE)


def kilo_run(front: Gateway, case: DeciderCase) -> Session:
    """Let the CLI solve a case through the gateway, with a home and a project of its own. Raises
    KiloMissing and subprocess.TimeoutExpired."""
    with TemporaryDirectory(prefix="auto-routing-", ignore_cleanup_errors=True) as root:
        return _kilo_run(front, case, Path(root))


def _kilo_run(front: Gateway, case: DeciderCase, root: Path) -> Session:
    kilo = Kilo.found(root, changes=front.kilo_config)
    for folder in (kilo.home, kilo.temporary, project := root / "project"):
        folder.mkdir()
    place = Workplace(case, project)
    done = subprocess.run(
        [kilo.binary, *_RUN, "-m", f"gateway/{VIRTUAL}"],
        cwd=project,
        # The CLI asks for nothing there: the config names the only provider, with its key.
        env=kilo.environment(front.url, "unused"),
        input=case.task.prompts[0].encode(),
        capture_output=True,
        timeout=_RUN_SECONDS,
    )
    return _session(done, place)


def _session(done: "subprocess.CompletedProcess[bytes]", place: Workplace) -> Session:
    events = [json.loads(line) for line in done.stdout.splitlines() if line.startswith(b"{")]
    answer, named = _answer(events), events[0]["sessionID"] if events else ""
    errors = done.stderr.decode(errors="replace")
    return Session(done.returncode, named, answer, place.passes(answer), errors)


def _answer(events: list[dict[str, Any]]) -> str:
    """Return the text of the last message."""
    parts = [event["part"] for event in events if event["type"] == "text"]
    last = parts[-1]["messageID"] if parts else None
    return "".join(part["text"] for part in parts if part["messageID"] == last)
