"""Run one command, and keep a part of what it printed."""

import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO


@dataclass(frozen=True)
class Finished:
    """The outcome of a command. `exit_code` is negative if it was killed; `cut` says that its
    output was longer than is kept."""

    exit_code: int
    output: bytes
    errors: bytes
    timed_out: bool
    cut: bool


def finish(
    command: Sequence[str],
    folder: Path,
    env: dict[str, str],
    stdin: bytes,
    seconds: float,
    most: int,
    end: Callable[[], None],
) -> Finished:
    """Run a command in `folder`. After `seconds` call `end`, which has to kill it. Keep the first
    `most` bytes of its output and the last of its errors. Raises OSError, and what `end` raises."""
    with TemporaryFile() as fed, TemporaryFile() as output, TemporaryFile() as errors:
        fed.write(stdin)
        fed.seek(0)
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=env,
            stdin=fed,
            stdout=output,
            stderr=errors,
            start_new_session=True,
        )
        timed_out = _late(process, seconds)
        if timed_out:
            end()
        code = process.wait()
        sizes = (output.seek(0, 2), errors.seek(0, 2))
        kept = (_start(output, most), _end(errors, most))
    return Finished(code, *kept, timed_out=timed_out, cut=max(sizes) > most)


def _late(process: "subprocess.Popen[bytes]", seconds: float) -> bool:
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        return True
    return False


def _start(file: IO[bytes], most: int) -> bytes:
    file.seek(0)
    return file.read(most)


def _end(file: IO[bytes], most: int) -> bytes:
    size = file.seek(0, 2)
    file.seek(max(0, size - most))
    return file.read(most)
