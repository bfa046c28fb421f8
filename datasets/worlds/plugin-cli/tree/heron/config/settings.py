"""The settings of one run, merged, with the layer that each comes from."""

from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from typing import Any

from heron.config.layers import Layer
from heron.config.merge import merged
from heron.config.schema import SCHEMA, check, defaults
from heron.errors import ConfigError
from heron.plugins.manifest import Manifest


class Settings:
    """Values by key, `section.name`. The section of a plugin is its name, dots included."""

    def __init__(self, values: dict[str, Any], origins: dict[str, str]) -> None:
        self.values, self.origins = values, origins

    def get(self, key: str, default: Any = None) -> Any:
        section, _, name = key.rpartition(".")
        return self.values.get(section, {}).get(name, default)

    def flattened(self) -> dict[str, Any]:
        """Return all settings, sorted by key."""
        found = {f"{s}.{name}": v for s, table in self.values.items() for name, v in table.items()}
        return dict(sorted(found.items()))

    def view(self, plugin: str, reads: Iterable[str]) -> dict[str, Any]:
        """Return what a plugin of API 2 may see: its own section by short names, and by whole keys
        what its manifest says that it reads.
        """
        out = dict(self.values.get(plugin, {}))
        for key, value in self.flattened().items():
            if any(fnmatchcase(key, pattern) for pattern in reads):
                out[key] = value
        return out

    def flat(self, plugin: str) -> dict[str, Any]:
        """Return what a plugin of API 1 gets: its own section with underscores, and the language."""
        own = self.values.get(plugin, {})
        return {
            "language": self.get("core.language"),
            **{name.replace("-", "_"): value for name, value in own.items()},
        }


def combined(layers: Iterable[Layer], manifests: Iterable[Manifest] = ()) -> Settings:
    """Return the settings of the layers, weakest first, over the defaults of heron and of the
    plugins. Raises ConfigError.
    """
    start = defaults()
    for manifest in manifests:
        start[manifest.name] = {**start.get(manifest.name, {}), **manifest.defaults}
    values, origins = start, _keys(start, "default")
    for layer in layers:
        _refuse_single(layer)
        values = merged(values, layer.values, layer.origin)
        origins.update(_keys(layer.values, layer.origin))
    _check_priorities(values["plugins"]["priorities"])
    for key in SCHEMA:
        section, _, name = key.partition(".")
        check(key, values[section][name], origins.get(key, "default"))
    values.get("core", {}).pop("profile", None)
    return Settings(values, origins)


def _keys(values: Mapping[str, Any], origin: str) -> dict[str, str]:
    out = {}
    for section, table in values.items():
        for name in table if isinstance(table, dict) else ():
            key = name[:-1] if name[-1:] in ("+", "-") else name
            out[f"{section}.{key}"] = origin
    return out


def _refuse_single(layer: Layer) -> None:
    for section, table in layer.values.items():
        if not isinstance(table, dict):
            raise ConfigError(f"{section}: must be a table (from {layer.origin})")


def _check_priorities(table: Any) -> None:
    for name, value in table.items() if isinstance(table, dict) else ():
        if type(value) is not int:
            hint = "; a name with dots needs quotes" if isinstance(value, dict) else ""
            raise ConfigError(f"plugins.priorities: {name}: must be a whole number{hint}")
