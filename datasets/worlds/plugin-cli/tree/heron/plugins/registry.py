"""The implementations of all hooks in one run."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from heron.api.context import Context
from heron.plugins.manifest import Manifest


@dataclass(frozen=True)
class Implementation:
    """One function of a plugin. `index` is the plugin's place in the load order."""

    plugin: str
    hook: str
    function: Callable[..., Any]
    priority: int
    index: int
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    wrapper: bool = False


@dataclass
class Plugin:
    manifest: Manifest
    context: Context
    implementations: list[Implementation] = field(default_factory=list)
    disabled: bool = False

    @property
    def name(self) -> str:
        return self.manifest.name


class Registry:
    """Plugins in load order, and the implementations of each hook in call order."""

    def __init__(self, plugins: list[Plugin], calls: dict[str, list[Implementation]]) -> None:
        self.plugins = {plugin.name: plugin for plugin in plugins}
        self._calls = calls

    def calls(self, hook: str) -> list[Implementation]:
        return [i for i in self._calls.get(hook, ()) if not i.wrapper]

    def wrappers(self, hook: str) -> list[Implementation]:
        return [i for i in self._calls.get(hook, ()) if i.wrapper]

    def takes_part(self, implementation: Implementation) -> bool:
        """A plugin that was disabled still gets `finish`, so that it can clean up."""
        plugin = self.plugins[implementation.plugin]
        return not plugin.disabled or implementation.hook == "finish"
