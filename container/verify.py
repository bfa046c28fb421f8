"""Judging the files that a model left, by the case's verifier."""

import os
import signal
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path

from container.isolation import Isolation
from container.kilo import tool_path
from container.server import KiloServer
from container.slot import Slot
from contracts.attempt import Attempt, Verification
from contracts.failure import FailureCause

_SECONDS = 60
_MAX_OUTPUT = 4000
_NO_STALE_BYTECODE = {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONPYCACHEPREFIX": "/nonexistent"}


def verified(found: Attempt, script: str | None, server: KiloServer, slot: Slot) -> Attempt:
    """With the verdict on the files in the slot, if the case has a verifier and the model came to
    its end. As long as it takes, the end of another case does not sweep it away."""
    if script is None or found.cause not in (None, FailureCause.EMPTY_ANSWER):
        return found
    with server.case(slot.directory):
        verdict = verify(script, slot.directory, server.isolation)
    return found.model_copy(update={"verification": verdict})


def verify(script: str, folder: Path, isolation: Isolation) -> Verification:
    """Runs the verifier in `folder`, as the model's user and with a clean environment: what it
    imports may be the model's. It comes by stdin from
    a file without a name, so that no other slot can read it."""
    command = [*isolation.prefix, "python3", "-"]
    env = {"PATH": tool_path(), "LANG": "C.UTF-8", **_NO_STALE_BYTECODE}
    with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as output:
        source.write(script.encode())
        source.seek(0)
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=env,
            stdin=source,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        exit_code = _end(process)
        output.seek(0)
        text = output.read()[-_MAX_OUTPUT:].decode(errors="replace")
    return Verification(exit_code=exit_code, output=text)


def _end(process: "subprocess.Popen[bytes]") -> int | None:
    """The exit code; None when it did not end in time. Nothing of its group stays."""
    try:
        return process.wait(_SECONDS)
    except subprocess.TimeoutExpired:
        return None
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
