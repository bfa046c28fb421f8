"""Starts the gateways that auto-routing is attached to, as `make test` installs them.

LiteLLM's pins contradict those of this project, so it is not in the lock: `requirements.in` names
it with what its proxy imports, and `requirements.txt` pins all of that.
"""

import json
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx

from local.process import Child, clean_env, free_port

_ROOT = Path(__file__).resolve().parents[1]
_LITELLM = _ROOT / "build/litellm"
_CCR = _ROOT / "build/claude-code-router"
_START_SECONDS = 240  # chosen: LiteLLM takes 10 s alone, minutes on a machine with other work
_POLL_SECONDS = 0.2


def unpacked(folder: Path) -> Path:
    """Build LiteLLM's package as a wheel and unpack it in `folder`, which is returned."""
    uv = Path(sys.executable).with_name("uv")
    command = f"{uv} pip install --quiet --no-deps --target".split()
    subprocess.run([*command, str(folder), str(_ROOT / "attachments/litellm")], check=True)
    return folder


def start_litellm(
    config: Mapping[str, Any], folder: Path, env: Mapping[str, str] = {}, port: int = 0
) -> tuple[Child, str]:
    """Return the running LiteLLM proxy, which the caller stops, and its URL. `config` is that of
    LiteLLM, `folder` is for it and the log, `env` is added to its environment. Raises RuntimeError
    when it is not installed or does not start.
    """
    place, port = folder / "config.yaml", port or free_port()
    place.write_text(json.dumps(config))  # JSON is YAML
    command = [_installed(_LITELLM, "bin/litellm"), "--config", place, "--host", "127.0.0.1"]
    kept = clean_env(LITELLM_LOCAL_MODEL_COST_MAP="True", **env)
    kept.pop("PYTHONDONTWRITEBYTECODE", None)  # each start would compile it again
    child = Child.start(
        "litellm", map(str, (*command, "--port", port)), kept, folder / "litellm.log"
    )
    return child, _ready(child, f"http://127.0.0.1:{port}", "/health/liveliness")


def start_claude_code_router(
    config: Mapping[str, Any], folder: Path, env: Mapping[str, str] = {}
) -> tuple[Child, str]:
    """Return the running claude-code-router, which the caller stops, and its URL. `folder` is its
    home. Raises RuntimeError when it is not installed or does not start.
    """
    home, port = folder / ".claude-code-router", free_port()
    home.mkdir(parents=True)
    (home / "config.json").write_text(json.dumps({**config, "PORT": port}))
    cli = _installed(_CCR, "node_modules/@musistudio/claude-code-router/dist/cli.js")
    kept = clean_env(HOME=str(folder), **env)
    child = Child.start("ccr", ("node", str(cli), "start"), kept, folder / "ccr.log")
    return child, _ready(child, f"http://127.0.0.1:{port}", "/health")


def _installed(folder: Path, name: str) -> Path:
    path = folder / name
    if not path.exists():
        target = (folder / ".ready").relative_to(_ROOT)
        raise RuntimeError(f"{path} does not exist: run `make {target}`")
    return path


def _ready(child: Child, url: str, path: str) -> str:
    latest = time.monotonic() + _START_SECONDS
    while not _alive(f"{url}{path}"):
        if not child.running or time.monotonic() > latest:
            child.stop()
            raise RuntimeError(f"{child.name} did not start: {child.tail(40)}")
        time.sleep(_POLL_SECONDS)
    return url


def _alive(url: str) -> bool:
    try:
        return httpx.get(url, timeout=5).status_code == 200
    except httpx.HTTPError:
        return False
