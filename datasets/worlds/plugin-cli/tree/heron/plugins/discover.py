"""Finds the folders of plugins, and puts them into load order."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from heron.errors import ConfigError
from heron.plugins.manifest import Manifest, read_manifest

BUILTIN = Path(__file__).resolve().parents[1] / "builtin"


def builtin() -> list[Manifest]:
    """Return the plugins that come with heron, by name."""
    found = [read_manifest(p.parent, builtin=True) for p in BUILTIN.glob("*/plugin.toml")]
    return sorted(found, key=lambda m: m.name)


def below(paths: Iterable[Path]) -> list[Manifest]:
    """Return the plugins below some folders; of two with one name, that of the earlier folder."""
    found: dict[str, Manifest] = {}
    for path in paths:
        for place in sorted(path.glob("*/plugin.toml")):
            manifest = read_manifest(place.parent)
            found.setdefault(manifest.name, manifest)
    return list(found.values())


def chosen(paths: Iterable[Path], enabled: Sequence[str], disabled: Sequence[str]) -> list[Manifest]:
    """Return the plugins that take part, in load order: those that come with heron by name, then
    the enabled ones in the order of the setting. `disabled` is stronger than both. Raises
    ConfigError for a name that is not found.
    """
    others = {manifest.name: manifest for manifest in below(paths)}
    own = [manifest for manifest in builtin() if manifest.name not in disabled]
    names = {manifest.name for manifest in own}
    out = list(own)
    for name in dict.fromkeys(enabled):
        if name in disabled or name in names:
            continue
        if name not in others:
            raise ConfigError(f"plugins.enabled: there is no plugin {name}")
        out.append(others[name])
    return out
