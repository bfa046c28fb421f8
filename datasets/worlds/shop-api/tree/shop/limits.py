"""Requests a minute for each bucket of config/limits.json, which the environment can override."""

import json
from pathlib import Path

from shop.settings import PREFIX

_FILE = Path(__file__).resolve().parent.parent / "config" / "limits.json"


def load(env, path=_FILE):
    """Return bucket → requests a minute; buckets marked `fixed` cannot be overridden."""
    buckets = json.loads(Path(path).read_text(encoding="utf-8"))
    return {name: _limit(env, name, entry) for name, entry in buckets.items()}


def _limit(env, name, entry):
    if entry.get("fixed"):
        return entry["per_minute"]
    text = env.get(f"{PREFIX}RATE_{name.upper().replace('-', '_')}")
    return int(text) if text else entry["per_minute"]
