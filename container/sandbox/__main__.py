"""Start the agent of a sandbox: `python -m container.sandbox`. The environment has its settings.

SANDBOX_DIR      folder of the agent's socket, shared with the worker
SANDBOX_NUMBER   0, 1, ...: which sandbox of the worker task this is
WORK_DIR         folder of the homes and folders of cases; the agent's own
SANDBOX_TMP      temporary folder of cases; by default a folder in WORK_DIR
ISOLATION        `required`: refuse to start where a case cannot have a user of its own
KILO_CONFIG      JSON whose keys replace those of the CLI's configuration
MAX_PROCESSES, MAX_MEMORY_MIB, MAX_DISK_MIB, MAX_CONNECTIONS: limits of a case, docs/isolation.md
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

# PR_SET_CHILD_SUBREAPER, see prctl(2).
_SUBREAPER = 36


def main() -> None:
    """Serve until SIGTERM, then end the case. Exit with 1 if the sandbox cannot start."""
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
    """Prepare the process and the volume: orphans become children of this process, it may open as
    many files as the kernel allows, and every user may write to a fresh volume."""
    temporary = agent.sandbox.kilo.temporary
    if not agent.sandbox.why_not and temporary.is_dir():
        temporary.chmod(0o1777)
    ctypes.CDLL(None, use_errno=True).prctl(_SUBREAPER, 1, 0, 0, 0)
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


if __name__ == "__main__":
    main()
