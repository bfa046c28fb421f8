"""The settings of heron itself. Those of plugins are declared by their defaults."""

from typing import Any

from heron.errors import ConfigError

# Key: (type, default).
SCHEMA: dict[str, tuple[type, Any]] = {
    "core.min-level": (str, "note"),
    "core.fail-on": (str, "error"),
    "core.language": (str, "en"),
    "core.include": (list, ["**/*.md", "**/*.csv", "**/*.txt"]),
    "core.exclude": (list, [".git/**", ".heron-cache/**", "var/**"]),
    "core.jobs": (int, 1),
    "plugins.enabled": (list, []),
    "plugins.disabled": (list, []),
    "plugins.paths": (list, ["contrib"]),
    "plugins.priorities": (dict, {}),
    "cache.enabled": (bool, True),
    "cache.path": (str, ".heron-cache"),
    "cache.max-entries": (int, 5000),
    "report.format": (str, "text"),
    "report.output": (str, ""),
    "report.group-by": (str, "path"),
    "report.show-source": (bool, False),
    "baseline.path": (str, "heron-baseline.json"),
    "baseline.strict": (bool, False),
}
_NAMES = {str: "a string", list: "a list", int: "a whole number", bool: "true or false", dict: "a table"}


def defaults() -> dict[str, Any]:
    out: dict[str, Any] = {}
    for key, (_, value) in SCHEMA.items():
        section, _, name = key.partition(".")
        out.setdefault(section, {})[name] = value.copy() if isinstance(value, list | dict) else value
    return out


def check(key: str, value: Any, origin: str) -> Any:
    """Return the value of a setting. Raises ConfigError with its key and its layer."""
    wanted = SCHEMA[key][0] if key in SCHEMA else None
    if wanted is None or type(value) is wanted:
        return value
    raise ConfigError(f"{key}: must be {_NAMES[wanted]}, not {value!r} (from {origin})")
