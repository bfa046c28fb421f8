"""Settings in layers; the later one wins. docs/configuration.md has the whole story.

    defaults here < config/base.toml < config/<environment>.toml < config/hosts/<host>.toml
    < MILLRACE__SECTION__KEY in the environment
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from millrace.errors import ConfigError
from millrace.retry import JITTERS, RetryPolicy

DEFAULTS: dict[str, Any] = {
    "database": {"path": "var/millrace.db"},
    "lease": {"seconds": 90, "reap_every_seconds": 10},
    "claim": {"batch": 4, "poll_ms": 500, "aging_seconds": 300},
    "retry": {"base_ms": 2000, "factor": 2.0, "cap_ms": 900_000, "jitter": "equal"},
    "schedule": {"tick_seconds": 15},
    "journal": {"folder": "var/journal", "rotate_lines": 5000, "overlap": 3},
    "admin": {"host": "127.0.0.1", "port": 8017, "max_page": 200},
    "metrics": {"prefix": "millrace", "windows": [300, 3600]},
    "kinds": {},
    "pools": {},
}
PREFIX = "MILLRACE__"
# Old names that people still have in their env files; the new one wins inside one layer.
_RENAMED = {("lease", "timeout"): ("lease", "seconds"), ("claim", "size"): ("claim", "batch")}


@dataclass(frozen=True)
class Kind:
    name: str
    handler: str
    lease_seconds: int | None = None
    max_attempts: int = 5


@dataclass(frozen=True)
class Pool:
    name: str
    queues: tuple[str, ...]
    threads: int = 2


@dataclass(frozen=True)
class Settings:
    database: str
    lease_seconds: int
    reap_every_seconds: int
    claim_batch: int
    poll_ms: int
    aging_ms: int
    retry: RetryPolicy
    tick_seconds: int
    kinds: Mapping[str, Kind]
    pools: Mapping[str, Pool]
    raw: Mapping[str, Any] = field(repr=False)

    def lease_ms(self, kind: str) -> int:
        """How long a lease of this kind is."""
        own = self.kinds[kind].lease_seconds if kind in self.kinds else None
        return (own or self.lease_seconds) * 1000


def load(
    folder: Path, environment: str, host: str = "", env: Mapping[str, str] | None = None
) -> Settings:
    layers = [DEFAULTS, _file(folder / "base.toml", True)]
    layers.append(_file(folder / f"{environment}.toml", True))
    if host:
        layers.append(_file(folder / "hosts" / f"{host}.toml", False))
    layers.append(_from_env(env or {}))
    merged: dict[str, Any] = {}
    for layer in layers:
        merged = _merge(merged, _renamed(layer))
    return _settings(merged)


def _file(path: Path, must: bool) -> dict[str, Any]:
    if not path.is_file():
        if must:
            raise ConfigError(path.name, "is missing")
        return {}
    try:
        return tomllib.loads(path.read_text())
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(path.name, f"is not TOML: {error}") from error


def _from_env(env: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, text in env.items():
        if name.startswith(PREFIX):
            *path, last = name[len(PREFIX) :].lower().split("__")
            place = found
            for part in path:
                place = place.setdefault(part, {})
            place[last] = _value(text)
    return found


def _value(text: str) -> Any:
    """Text of the environment is read as a TOML value where it is one."""
    try:
        return tomllib.loads(f"v = {text}")["v"]
    except tomllib.TOMLDecodeError:
        return text


def _renamed(layer: Mapping[str, Any]) -> dict[str, Any]:
    out = {name: dict(v) if isinstance(v, dict) else v for name, v in layer.items()}
    for (section, old), (_, new) in _RENAMED.items():
        values = out.get(section, {})
        if old in values:
            values.setdefault(new, values.pop(old))
    return out


def _merge(below: dict[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Tables merge by key; everything else, lists too, is replaced as a whole."""
    out = dict(below)
    for name, value in above.items():
        if isinstance(value, dict) and isinstance(out.get(name), dict):
            out[name] = _merge(out[name], value)
        else:
            out[name] = value
    return out


def _settings(raw: dict[str, Any]) -> Settings:
    retry = raw["retry"]
    if retry["jitter"] not in JITTERS:
        raise ConfigError("retry.jitter", f"must be one of {', '.join(JITTERS)}")
    for section, key in (("lease", "seconds"), ("claim", "batch"), ("schedule", "tick_seconds")):
        if not isinstance(raw[section][key], int) or raw[section][key] < 1:
            raise ConfigError(f"{section}.{key}", "must be a whole number from 1 on")
    return Settings(
        database=raw["database"]["path"],
        lease_seconds=raw["lease"]["seconds"],
        reap_every_seconds=raw["lease"]["reap_every_seconds"],
        claim_batch=raw["claim"]["batch"],
        poll_ms=raw["claim"]["poll_ms"],
        aging_ms=raw["claim"]["aging_seconds"] * 1000,
        retry=RetryPolicy(retry["base_ms"], retry["factor"], retry["cap_ms"], retry["jitter"]),
        tick_seconds=raw["schedule"]["tick_seconds"],
        kinds={name: _kind(name, table) for name, table in raw["kinds"].items()},
        pools={n: Pool(n, tuple(t["queues"]), t.get("threads", 2)) for n, t in raw["pools"].items()},
        raw=raw,
    )


def _kind(name: str, table: Mapping[str, Any]) -> Kind:
    if "handler" not in table:
        raise ConfigError(f"kinds.{name}.handler", "is missing")
    known = {k: v for k, v in table.items() if k in Kind.__dataclass_fields__}
    return Kind(name, **known)
