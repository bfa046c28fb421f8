"""Judge the files that a model left, by the verifier of the case.

The verifier runs in a process of its own, as a user that no model ever has, and never executes what
it judges: a sandbox does that, under a fresh user."""

import hashlib
import hmac
import json
import secrets
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from container.sandbox.kilo import tool_path
from container.sandbox.user import as_user
from container.sandboxes import Ran
from contracts.attempt import Verification
from contracts.errors import AutoRoutingError

JUDGE_UID = 19_998  # chosen: below the ids of container/sandbox/user.py
_PROGRAM = Path(__file__).with_name("judge_program.py").read_text(encoding="utf-8")
_STEP_SECONDS = 60.0  # chosen
_MODEL_SECONDS = 180.0  # chosen, see ADR 19
# Chosen: bytes of one message and of one output.
_MOST_LINE = 16 * 2**20
_MOST_OUTPUT = 2**20
_MOST_STEPS = 2_000
# Chosen: 1 GiB of memory, 60 s of CPU time, no file written.
_LIMITS = ("--as=1073741824", "--cpu=60", "--fsize=0", "--nofile=64", "--core=0")


class Hands(Protocol):
    """The sandbox, as the verifier sees it: runs commands on the files."""

    def run(self, command: list[str], *, stdin: bytes, seconds: float, most: int) -> Ran: ...


class JudgeFailed(AutoRoutingError):
    """The judge failed before it found the files right or wrong."""


class TooSlow(AutoRoutingError):
    """The programs that the model left run too long."""


def judge(
    script: str, hands: Hands, user: int | None, given: Mapping[str, str] | None = None
) -> Verification:
    """Return what the judge finds; `given` are the files of the case, by path. Raises JudgeFailed,
    and what `hands` raises."""
    with _process(user) as process:
        court = _Court(process, hands, secrets.token_hex(16), given or {})
        try:
            return court.verdict(script)
        except TooSlow as error:
            return Verification(passed=False, detail=str(error))
        except BrokenPipeError as error:
            raise JudgeFailed("the judge ended before it was told what to judge") from error


@contextmanager
def _process(user: int | None) -> "Iterator[subprocess.Popen[bytes]]":
    command = ["prlimit", *_LIMITS, *as_user(user), "python3", "-ISc", _PROGRAM]
    process = subprocess.Popen(
        command,
        cwd="/",
        env={"PATH": tool_path(), "LANG": "C.UTF-8"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


@dataclass
class _Court:
    """The dialogue with the judge, which alone knows `nonce`: a finding that names it comes from
    the judge."""

    process: "subprocess.Popen[bytes]"
    hands: Hands
    nonce: str
    given: Mapping[str, str]
    _spent: float = 0.0

    def verdict(self, script: str) -> Verification:
        """Return what the judge finds. Raises JudgeFailed, TooSlow."""
        self._tell({"script": script, "nonce": self.nonce, "digests": _digests(self.given)})
        for _ in range(_MOST_STEPS):
            said = self._hear()
            if "nonce" in said:
                return self._final(said)
            self._tell(self._done(said))
        raise JudgeFailed(f"no verdict after {_MOST_STEPS} steps")

    def _final(self, said: dict[str, Any]) -> Verification:
        if not hmac.compare_digest(str(said["nonce"]).encode(), self.nonce.encode()):
            raise JudgeFailed("the verdict does not come from the judge")
        return Verification(passed=said["passed"] is True, detail=str(said["detail"]))

    def _done(self, asked: dict[str, Any]) -> dict[str, Any]:
        left = _MODEL_SECONDS - self._spent
        if left <= 0:
            raise TooSlow(f"the files left were run for more than {_MODEL_SECONDS:.0f} s")
        began = time.monotonic()
        ran = self.hands.run(
            [str(part) for part in asked["command"]],
            stdin=str(asked["input"]).encode(errors="surrogatepass"),
            seconds=min(float(asked["seconds"]), left),
            most=_MOST_OUTPUT,
        )
        self._spent += time.monotonic() - began
        return {"code": ran.exit_code, "out": ran.output, "err": ran.errors, "late": ran.timed_out}

    def _tell(self, what: dict[str, Any]) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(what).encode() + b"\n")
        self.process.stdin.flush()

    def _hear(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        late = threading.Timer(_STEP_SECONDS, self.process.kill)
        late.start()
        try:
            line = self.process.stdout.readline(_MOST_LINE)
        finally:
            late.cancel()
        try:
            said = json.loads(line)
        except ValueError:
            raise JudgeFailed(f"the judge ended with {self.process.wait(5)}") from None
        if not isinstance(said, dict):
            raise JudgeFailed("the judge said something else than an object")
        return said


def _digests(given: Mapping[str, str]) -> dict[str, str]:
    return {path: hashlib.sha256(text.encode()).hexdigest() for path, text in given.items()}
