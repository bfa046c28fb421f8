"""Settings from environment variables: HERON__LINKS__MAX_REDIRECTS=3 is links.max-redirects."""

import tomllib
from collections.abc import Mapping
from typing import Any

PREFIX = "HERON__"


def from_env(env: Mapping[str, str]) -> dict[str, Any]:
    """Return the settings in the environment, nested. A name with a dot cannot be told."""
    out: dict[str, Any] = {}
    for name in sorted(env):
        if name.startswith(PREFIX):
            parts = [part.lower().replace("_", "-") for part in name[len(PREFIX) :].split("__")]
            put(out, parts, value_of(env[name]))
    return out


def value_of(text: str) -> Any:
    """Return a value as TOML has it; what is no TOML is a text."""
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        return text


def put(into: dict[str, Any], parts: list[str], value: Any) -> None:
    *path, last = parts
    for part in path:
        found = into.setdefault(part, {})
        into = found if isinstance(found, dict) else into
    into[last] = value
