"""How the kilo CLI is found, configured and kept quiet."""

import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from container.isolation import Isolation
from container.leftovers import MARKER

_PACKAGES = Path(__file__).resolve().parents[1] / "node_modules"
_KILO = _PACKAGES / "@kilocode" / "cli-linux-x64" / "bin" / "kilo"
_RIPGREP = _PACKAGES / "@vscode" / "ripgrep-linux-x64" / "bin" / "rg"
_DENIED = (
    *("plan_enter", "plan_exit", "doom_loop", "kilo_local_recall", "question", "suggest"),
    *("webfetch", "websearch", "task", "skill", "background_process", "schedule_wakeup"),
    *("cancel_wakeup", "board_post", "board_read"),
)
# Denials have to follow "*" in the same map. Recall of earlier sessions would leak answers from
# one repetition to the next; the others would wait for a person or leave the working directory.
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
_COMMAND_MS = 120_000


class KiloMissing(RuntimeError):
    """The message says how to get it."""


@dataclass(frozen=True)
class Home:
    """The CLI's home and tools, and the slots in which models work. Only the home and each slot
    are the CLI's own: whoever may write around a slot can put a link in its place, and what we
    do in the slot as root would happen elsewhere."""

    root: Path
    binary: Path
    marker: str
    config: Mapping[str, Any] = field(default_factory=lambda: CONFIG)

    @classmethod
    def make(cls, root: Path, marker: str, config: Mapping[str, Any] = CONFIG) -> "Home":
        home = cls(root, kilo_binary(), marker, config)
        for folder in ("home", "tmp", "bin", "slots"):
            (root / folder).mkdir(parents=True, exist_ok=True)
        # Slots have names that cannot be guessed, in a folder that their user cannot list.
        (root / "slots").chmod(0o711)
        _copy_ripgrep(root / "bin")
        return home

    def give(self, isolation: Isolation) -> None:
        for name in ("home", "tmp"):
            isolation.give(self.root / name)

    def environment(self, proxy_url: str, key: str, **more: str) -> dict[str, str]:
        """Nothing of ours: a clean environment with a key that only the proxy knows."""
        return {
            "PATH": f"{self.root / 'bin'}{os.pathsep}{tool_path()}",
            "HOME": str(self.root / "home"),
            "TMPDIR": str(self.root / "tmp"),
            "LANG": "C.UTF-8",
            # A file that is edited twice within a second would keep its old bytecode.
            "PYTHONDONTWRITEBYTECODE": "1",
            "KILO_API_URL": proxy_url,
            "KILO_API_KEY": key,
            "KILO_CONFIG_CONTENT": json.dumps(self.config),
            "KILO_COMMAND_TIMEOUT_MAX_MS": str(_COMMAND_MS),
            "KILO_TREE_SITTER_WASM_DIR": str(self.binary.parent / "tree-sitter"),
            MARKER: self.marker,
            **_QUIET,
            **more,
        }


def tool_path() -> str:
    """Where models find their tools: the system's folders, and on a laptop also where python3 and
    git are, if elsewhere."""
    absent = [
        t for t in ("python3", "git") if shutil.which(t, path=os.pathsep.join(SYSTEM_PATH)) is None
    ]
    elsewhere = [str(Path(found).parent) for t in absent if (found := shutil.which(t))]
    return os.pathsep.join((*SYSTEM_PATH, *elsewhere))


def kilo_binary() -> Path:
    """KILO_BIN, or what `npm ci` put beside this code. Raises KiloMissing."""
    path = Path(os.environ.get("KILO_BIN") or _KILO)
    if not path.is_file():
        raise KiloMissing(
            f"{path} does not exist: run `npm ci`, or set KILO_BIN to the kilo binary"
        )
    return path.resolve()


def _copy_ripgrep(folder: Path) -> None:
    """The CLI would download ripgrep otherwise; ours may lie where its user cannot go."""
    found = shutil.which("rg") or (_RIPGREP if _RIPGREP.exists() else None)
    if found is None:
        raise KiloMissing("ripgrep (rg) is not installed: the CLI's search tools need it")
    target = folder / "rg"
    if not target.exists():
        shutil.copy(found, target)
        target.chmod(0o755)
