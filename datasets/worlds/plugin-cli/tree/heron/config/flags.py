"""Settings from the command line: --set key=value, and the options that are short for one."""

from collections.abc import Iterable
from typing import Any

from heron.config.env import put, value_of
from heron.errors import ConfigError

# Option: the setting that it is short for.
SHORT = {
    "format": "report.format",
    "output": "report.output",
    "min_level": "core.min-level",
    "fail_on": "core.fail-on",
    "jobs": "core.jobs",
}


def from_flags(pairs: Iterable[str], options: dict[str, Any]) -> dict[str, Any]:
    """Return the settings of the command line. An option is stronger than --set. In the key, a
    part in double quotes may have dots: "acme.severity".release=true.
    """
    out: dict[str, Any] = {}
    for pair in pairs:
        key, equals, text = pair.partition("=")
        if not equals:
            raise ConfigError(f"--set {pair}: needs key=value")
        put(out, parts_of(key), value_of(text))
    for name, key in SHORT.items():
        if options.get(name) is not None:
            put(out, parts_of(key), options[name])
    return out


def parts_of(key: str) -> list[str]:
    """Return the parts of a key; dots in double quotes do not part."""
    parts, quoted = [""], False
    for letter in key:
        if letter == '"':
            quoted = not quoted
        elif letter == "." and not quoted:
            parts.append("")
        else:
            parts[-1] += letter
    return parts
