"""Puts one layer on another."""

from typing import Any

from heron.errors import ConfigError


def merged(below: dict[str, Any], above: dict[str, Any], origin: str = "") -> dict[str, Any]:
    """Return the two as one. Tables are merged; any other value replaces what is below. `name+`
    appends to a list what it does not have, `name-` takes out; both act on what is below, so in
    one layer the plain name, if it is there, comes first, then `-`, then `+`.
    """
    out = dict(below)
    for key in sorted(above, key=lambda key: (key.rstrip("+-"), "-+".find(key[-1:]))):
        value = above[key]
        if key[-1:] in ("+", "-") and len(key) > 1:
            out[key[:-1]] = _listed(out.get(key[:-1], []), key, value, origin)
        elif isinstance(value, dict) and isinstance(out.get(key), dict):
            out[key] = merged(out[key], value, origin)
        elif isinstance(value, dict):
            out[key] = merged({}, value, origin)
        else:
            out[key] = value
    return out


def _listed(below: Any, key: str, value: Any, origin: str) -> list[Any]:
    if not isinstance(below, list) or not isinstance(value, list):
        raise ConfigError(f"{key}: only lists can be added to or taken from (from {origin})")
    if key.endswith("-"):
        return [item for item in below if item not in value]
    out = list(below)
    for item in value:
        if item not in out:
            out.append(item)
    return out
