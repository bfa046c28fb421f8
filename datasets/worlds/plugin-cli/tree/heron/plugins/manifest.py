"""Reads plugin.toml. docs/plugins.md says what the fields mean."""

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from heron.errors import ManifestError

NAME = re.compile(r"[a-z][a-z0-9]*(?:[.-][a-z0-9]+)*")
POLICIES = ("stop", "skip", "disable")
_FIELDS = {
    "name", "version", "api", "entry", "on-error", "reads", "uses", "volatile", "sees-path",
    "defaults", "requires", "heron", "needs", "summary", "commands",
}  # fmt: skip


@dataclass(frozen=True)
class Manifest:
    name: str
    version: str
    api: int
    entry: str
    folder: Path
    on_error: str = "skip"
    reads: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()
    volatile: bool = False
    sees_path: bool = False
    defaults: dict[str, Any] = field(default_factory=dict)
    requires: dict[str, str] = field(default_factory=dict)
    heron: str = ""
    needs: tuple[str, ...] = ()
    summary: str = ""
    builtin: bool = False


def read_manifest(folder: Path, *, builtin: bool = False) -> Manifest:
    """Return the manifest of a plugin's folder. Raises ManifestError."""
    path = folder / "plugin.toml"
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise ManifestError(f"{path}: {error}") from None
    return checked(data, folder, builtin=builtin)


def checked(data: dict[str, Any], folder: Path, *, builtin: bool = False) -> Manifest:
    name = data.get("name", "")
    if not isinstance(name, str) or not NAME.fullmatch(name):
        raise ManifestError(f"{folder.name}: name: {name!r} is no plugin name")
    for key in sorted(data.keys() - _FIELDS):
        raise ManifestError(f"{name}: {key}: unknown field")
    if data.get("api") not in (1, 2):
        raise ManifestError(f"{name}: api: must be 1 or 2")
    policy = data.get("on-error", "stop" if builtin else "skip")
    if policy not in POLICIES:
        raise ManifestError(f"{name}: on-error: must be one of {', '.join(POLICIES)}")
    return Manifest(
        name=name,
        version=data.get("version", "0"),
        api=data["api"],
        entry=data.get("entry", "plugin"),
        folder=folder,
        on_error=policy,
        reads=tuple(data.get("reads", ())),
        uses=tuple(data.get("uses", ())),
        # A plugin of API 1 may keep in `visit` what it needs in `accept`.
        volatile=bool(data.get("volatile", False)) or data["api"] == 1,
        sees_path=bool(data.get("sees-path", False)),
        defaults=data.get("defaults", {}),
        requires=data.get("requires", {}),
        heron=data.get("heron", ""),
        needs=tuple(data.get("needs", ())),
        summary=data.get("summary", ""),
        builtin=builtin,
    )
