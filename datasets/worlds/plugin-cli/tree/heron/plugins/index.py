"""The index of published plugins: index/<name>/<version>.toml."""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from heron.errors import LockError
from heron.plugins.versions import Version, allows


@dataclass(frozen=True)
class Release:
    name: str
    version: Version
    api: int
    heron: str = ""
    requires: dict[str, str] = field(default_factory=dict)
    conflicts: dict[str, str] = field(default_factory=dict)
    yanked: str = ""
    sha256: str = ""


class Index:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def names(self) -> list[str]:
        return sorted(p.name for p in self.folder.iterdir() if p.is_dir())

    def releases(self, name: str) -> list[Release]:
        """Return the releases of a plugin, newest first. Raises LockError."""
        found = [_read(name, path) for path in (self.folder / name).glob("*.toml")]
        if not found:
            raise LockError(f"{name}: the index has no such plugin")
        return sorted(found, key=lambda r: r.version, reverse=True)

    def release(self, name: str, version: str) -> Release:
        for found in self.releases(name):
            if found.version == Version(version):
                return found
        raise LockError(f"{name}: the index has no {version}")


def faults(releases: dict[str, Release], host: str) -> list[str]:
    """Return what is wrong with a set of releases on a version of heron, a line for each."""
    out = []
    for name, release in sorted(releases.items()):
        if release.heron and not allows(release.heron, Version(host)):
            out.append(f"{name} {release.version} needs heron {release.heron}, this is {host}")
        for other, wanted in sorted(release.requires.items()):
            if other not in releases:
                out.append(f"{name} {release.version} needs {other} {wanted}, which is missing")
            elif not allows(wanted, releases[other].version):
                out.append(f"{name} {release.version} needs {other} {wanted}, not {releases[other].version}")
        for other, unwanted in sorted(release.conflicts.items()):
            if other in releases and allows(unwanted, releases[other].version):
                out.append(f"{name} {release.version} does not go with {other} {releases[other].version}")
    return out


def _read(name: str, path: Path) -> Release:
    data: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    if data.get("name") != name or data.get("version") != path.stem:
        raise LockError(f"{path}: name and version must be those of the path")
    return Release(
        name=name,
        version=Version(path.stem),
        api=data["api"],
        heron=data.get("heron", ""),
        requires=data.get("requires", {}),
        conflicts=data.get("conflicts", {}),
        yanked=data.get("yanked", ""),
        sha256=data.get("sha256", ""),
    )
