"""Starts the sandbox's agent: `python -m container.sandbox`. Settings come from the environment:

SANDBOX_DIR        folder of the agent's socket, shared with the worker
SANDBOX_NUMBER     0, 1, ...: which sandbox of the task this is
WORK_DIR        where cases have their home and their folder; the agent's own
SANDBOX_TMP        where cases put what they do not keep; a folder in WORK_DIR when it is not set
ISOLATION       `required`: refuse to start where a case cannot have a user of its own
KILO_CONFIG     JSON whose keys replace those of the CLI's configuration
MAX_PROCESSES, MAX_MEMORY_MIB, MAX_DISK_MIB: limits of one case, as in docs/isolation.md
"""

import ctypes
import json
import os
import resource
import signal
import sys
import threading
from pathlib import Path
from types import FrameType

from container.sandbox.agent import Agent
from container.sandbox.kilo import Kilo, KiloMissing
from container.sandbox.limits import Limits
from container.sandbox.sandbox import Sandbox
from container.sandbox.user import obstacle

_SUBREAPER = 36


def main() -> None:
    """Serves until SIGTERM; then ends the case under way. Ends with 1 when it cannot work."""
    try:
        agent = Agent(Path(os.environ["SANDBOX_DIR"]), _sandbox(os.environ))
    except (KeyError, OSError, ValueError, KiloMissing) as error:
        sys.exit(f"the sandbox cannot start: {type(error).__name__}: {error}")
    _prepare(agent)

    def stop(_number: int, _frame: FrameType | None) -> None:
        threading.Thread(target=agent.shutdown).start()

    signal.signal(signal.SIGTERM, stop)
    agent.serve_forever(poll_interval=0.1)
    agent.sandbox.end()


def _sandbox(env: "os._Environ[str]") -> Sandbox:
    why_not = obstacle()
    if why_not and env.get("ISOLATION", "required") == "required":
        raise ValueError(f"{why_not}; ISOLATION=required")
    work = Path(env["WORK_DIR"])
    work.mkdir(parents=True, exist_ok=True)
    temporary = Path(env["SANDBOX_TMP"]) if env.get("SANDBOX_TMP") else None
    changes = json.loads(env.get("KILO_CONFIG", "{}"))
    limits = Limits.from_wire(
        {field: int(env[name]) for name, field in _LIMITS.items() if env.get(name)}
    )
    kilo = Kilo.found(work, temporary, changes)
    return Sandbox(work, kilo, int(env.get("SANDBOX_NUMBER", "0")), limits)


_LIMITS = {
    "MAX_PROCESSES": "processes",
    "MAX_MEMORY_MIB": "memoryMib",
    "MAX_DISK_MIB": "diskMib",
    "MAX_CONNECTIONS": "connections",
}


def _prepare(agent: Agent) -> None:
    """Orphans become our children; a flood of open files is no reason to stop. A fresh volume
    belongs to root alone."""
    temporary = agent.sandbox.kilo.temporary
    if not agent.sandbox.why_not and temporary.is_dir():
        temporary.chmod(0o1777)
    ctypes.CDLL(None, use_errno=True).prctl(_SUBREAPER, 1, 0, 0, 0)
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


if __name__ == "__main__":
    main()
