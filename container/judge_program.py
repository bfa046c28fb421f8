"""Run the verifier of a case in the judge's process; it asks the worker to act on the files.

Passed to `python3 -I -S -c`, so it imports the standard library only, and runs on any Python 3.9.
It never executes or imports what a model left: `run` and `observe` have that done elsewhere, under
another user. Standard input and output are the channel to the worker, one JSON object a line."""

import hashlib
import json
import os
import sys
from typing import Any

_LINES = os.fdopen(os.dup(1), "w", encoding="utf-8", errors="surrogateescape")
_BLOCKED = os.open(os.devnull, os.O_WRONLY)
os.dup2(_BLOCKED, 1)
_MARK = "\x1e"
_given: dict[str, str] = {}
# The standard library comes before the folder, so that a file in it cannot replace `json`. The end
# is a word that only this call knows; it is read before any of the model's code runs.
_OBSERVER = f"""import json, os, sys
def show(*values, _to=os.fdopen(os.dup(1), "w")):
    for value in values:
        _to.write("\\n{_MARK}" + json.dumps(value) + "\\n")
        _to.flush()
def main():
    end = sys.stdin.buffer.readline().strip().decode()
    program = sys.stdin.buffer.read()
    sys.path.insert(0, "")
    exec(compile(program, "observed", "exec"), {{"__name__": "observed", "show": show}})
    show(end)
main()
"""


class Failed(Exception):
    """The files are not as they should be."""


class Ran:
    """The outcome of a command: `code` is its exit code, negative if it was killed; `out` and `err`
    are texts; `late` says that it did not end in time."""

    def __init__(self, code: int, out: str, err: str, late: bool) -> None:
        self.code, self.out, self.err, self.late = code, out, err, late

    def __repr__(self) -> str:
        end = "late" if self.late else self.code
        return f"<{end}: out={self.out[-200:]!r} err={self.err[-200:]!r}>"


def run(*command: object, input: str = "", timeout: float = 20) -> Ran:
    """Run a command in the folder that the model left, as a user that has nothing else; return its
    outcome after at most `timeout` seconds."""
    found = _ask(do="run", command=[str(part) for part in command], input=input, seconds=timeout)
    return Ran(found["code"], found["out"], found["err"], found["late"])


def observe(program: str, timeout: float = 20) -> list[Any]:
    """Run a Python program in the folder, for at most `timeout` seconds. Return the values that it
    passed to `show`, as JSON has them. Raises Failed if it does not reach its end."""
    end = os.urandom(16).hex()
    told = f"{end}\n{program}"
    ran = run("python3", "-I", "-B", "-c", _OBSERVER, input=told, timeout=timeout)
    lines = [line[1:] for line in ran.out.split("\n") if line.startswith(_MARK)]
    values = [json.loads(line) for line in lines]
    if ran.code or ran.late or not values or values.pop() != end:
        raise Failed(f"the program did not come to its end: {ran}")
    return values


def read(path: str) -> str:
    """Return the text of a file that the model left. Raises Failed if there is none."""
    return _done("cat", "--", path)


def write(path: str, text: str) -> None:
    """Write a file in an existing folder. Raises Failed."""
    _done("tee", "--", path, input=text)


def files(folder: str = ".") -> list[str]:
    """Return the paths of all files below a folder, sorted. Raises Failed."""
    found = _done("find", folder, "!", "-type", "d", "-print0").split("\0")
    return sorted(path[2:] if path.startswith("./") else path for path in found if path)


def unchanged(*paths: str) -> None:
    """Check that the model has not changed these files of the case. Raises Failed."""
    for path in paths:
        if hashlib.sha256(read(path).encode(errors="surrogateescape")).hexdigest() != _given[path]:
            raise Failed(f"{path} was changed")


def _done(*command: str, input: str = "") -> str:
    ran = run(*command, input=input)
    if ran.code:
        raise Failed(f"{' '.join(command)}: {ran}")
    return ran.out


def _ask(**request: Any) -> dict[str, Any]:
    _say(request)
    line = sys.stdin.readline()
    if not line:
        os._exit(3)
    answer: dict[str, Any] = json.loads(line)
    return answer


def _say(value: dict[str, Any]) -> None:
    _LINES.write(json.dumps(value) + "\n")
    _LINES.flush()


def _main() -> None:
    given = json.loads(sys.stdin.readline())
    _given.update(given["digests"])
    calls = (run, observe, read, write, files, unchanged)
    names = {call.__name__: call for call in calls}
    passed, detail = True, ""
    try:
        exec(compile(given["script"], "verifier", "exec"), {"__name__": "verifier", **names})  # noqa: S102
    except MemoryError:
        os._exit(4)
    except BaseException as error:
        passed, detail = False, f"{type(error).__name__}: {error}"
    detail = detail[-2000:].encode(errors="replace").decode()
    _say({"nonce": given["nonce"], "passed": passed, "detail": detail})


_main()
