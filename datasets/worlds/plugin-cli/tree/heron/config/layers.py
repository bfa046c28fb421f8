"""Collects the layers of settings, weakest first."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from heron.config.env import from_env
from heron.errors import ConfigError

PROJECT, LOCAL = "heron.toml", "heron.local.toml"


@dataclass(frozen=True)
class Layer:
    origin: str
    values: dict[str, Any]


def project_folder(start: Path) -> Path | None:
    """Return the nearest folder at or above `start` with a heron.toml; a folder with .git is the
    last that is looked at.
    """
    for folder in (start, *start.parents):
        if (folder / PROJECT).is_file():
            return folder
        if (folder / ".git").exists():
            return None
    return None


def file_layers(root: Path, env: Mapping[str, str]) -> list[Layer]:
    """Return the layers of the files: system, user, project with what it extends, local."""
    out = []
    if env.get("HERON_SYSTEM_CONFIG"):
        out += _file(Path(env["HERON_SYSTEM_CONFIG"]), "system")
    if env.get("HERON_HOME"):
        out += _file(Path(env["HERON_HOME"]) / "config.toml", "user")
    folder = project_folder(root)
    if folder:
        out += _extended(folder / PROJECT, ())
        out += _file(folder / LOCAL, "local")
    return out


def all_layers(
    root: Path, env: Mapping[str, str], flags: dict[str, Any], profile: str | None
) -> list[Layer]:
    """Return all layers above the defaults: files, then the profile's tables of the same files,
    then the environment, then the flags.
    """
    files = file_layers(root, env)
    name = profile or env.get("HERON_PROFILE") or _profile(files)
    out = [Layer(f.origin, {k: v for k, v in f.values.items() if k != "profile"}) for f in files]
    tables = [(f.origin, f.values.get("profile", {}).get(name)) for f in files] if name else []
    if name and not any(table is not None for _, table in tables):
        raise ConfigError(f"profile: no file has a profile {name}")
    out += [Layer(f"{origin}, profile {name}", t) for origin, t in tables if t is not None]
    return [*out, Layer("environment", from_env(env)), Layer("command line", flags)]


def _profile(files: Iterable[Layer]) -> str | None:
    names = [f.values["core"]["profile"] for f in files if "profile" in f.values.get("core", {})]
    return names[-1] if names else None


def _file(path: Path, origin: str) -> list[Layer]:
    if not path.is_file():
        return []
    try:
        return [Layer(f"{origin} {path.name}", tomllib.loads(path.read_text(encoding="utf-8")))]
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}: {error}") from None


def _extended(path: Path, seen: tuple[Path, ...]) -> list[Layer]:
    """Return a file's layer after those of the files that it extends, which it overrules."""
    if path in seen:
        raise ConfigError(f"{path}: extends: goes in a circle")
    found = _file(path, "project")
    if not found:
        raise ConfigError(f"{path}: extends: there is no such file")
    values = dict(found[0].values)
    out: list[Layer] = []
    for other in values.pop("extends", []):
        out += _extended((path.parent / other).resolve(), (*seen, path))
    return [*out, Layer(found[0].origin, values)]
