"""Installs LiteLLM in an environment of its own, and starts its proxy there.

LiteLLM's pins contradict those of this project, so it is not in the lock: `requirements.in` names it
with what its proxy imports, and `requirements.txt` pins all of that.
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
_HOME = _ROOT / "build/litellm"
_START_SECONDS = 240  # chosen: it takes 10 s alone, minutes on a machine with other work
_POLL_SECONDS = 0.2


def installed(folder: Path) -> Path:
    """Build the package as a wheel and unpack it in `folder`, which is returned."""
    command = [_uv(), "pip", "install", "--quiet", "--no-deps", "--target", str(folder)]
    subprocess.run([*command, str(_ROOT / "attachments/litellm")], check=True)
    return folder


def start_litellm(
    config: Mapping[str, Any], folder: Path, port: int = 0, **env: str
) -> tuple[Child, str]:
    """Return the running proxy, which the caller stops, and its URL. `config` is that of LiteLLM,
    `folder` is for it and the log, `env` is added to its environment. Raises RuntimeError when it
    does not start.
    """
    place = folder / "config.yaml"
    place.write_text(json.dumps(config))  # JSON is YAML
    port = port or free_port()
    command = [_HOME / "bin/litellm", "--config", place, "--host", "127.0.0.1", "--port", port]
    child = Child.start("litellm", map(str, command), _env(env), folder / "litellm.log")
    url = f"http://127.0.0.1:{port}"
    latest = time.monotonic() + _START_SECONDS
    while not _alive(url):
        if not child.running or time.monotonic() > latest:
            child.stop()
            raise RuntimeError(f"LiteLLM did not start: {child.tail(40)}")
        time.sleep(_POLL_SECONDS)
    return child, url


def _env(more: Mapping[str, str]) -> dict[str, str]:
    kept = clean_env(LITELLM_LOCAL_MODEL_COST_MAP="True", **more)
    kept.pop("PYTHONDONTWRITEBYTECODE", None)  # it would be compiled again at each start
    return kept


def _alive(url: str) -> bool:
    try:
        return httpx.get(f"{url}/health/liveliness", timeout=5).status_code == 200
    except httpx.HTTPError:
        return False


def _uv() -> str:
    return str(Path(sys.executable).with_name("uv"))
