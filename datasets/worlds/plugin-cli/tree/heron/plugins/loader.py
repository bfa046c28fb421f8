"""Imports plugins and puts their implementations into the registry."""

import importlib.util
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

from heron.api.context import Context
from heron.config.settings import Settings
from heron.errors import ManifestError
from heron.legacy.api import LegacyPlugin
from heron.plugins.manifest import Manifest
from heron.plugins.order import ordered, priority_of
from heron.plugins.registry import Implementation, Plugin, Registry


def load(
    manifests: Iterable[Manifest], root: Path, settings: Settings, log: Callable[[str], None]
) -> Registry:
    """Return the registry of a run. Raises ManifestError and OrderError."""
    shared: dict[str, Any] = {}
    plugins = []
    for index, manifest in enumerate(manifests):
        if manifest.api == 1:
            view: Mapping[str, Any] = settings.flat(manifest.name)
        else:
            view = settings.view(manifest.name, manifest.reads)
        context = Context(manifest.name, root, view, shared, log)
        plugin = Plugin(manifest, context)
        module = imported(manifest)
        overrides = settings.get("plugins.priorities")
        plugin.implementations = list(_found(manifest, module, index, overrides))
        plugins.append(plugin)
    by_hook: dict[str, list[Implementation]] = {}
    for plugin in plugins:
        for each in plugin.implementations:
            by_hook.setdefault(each.hook, []).append(each)
    calls = {
        hook: ordered(i for i in found if not i.wrapper) + ordered(i for i in found if i.wrapper)
        for hook, found in by_hook.items()
    }
    return Registry(plugins, calls)


def imported(manifest: Manifest) -> ModuleType:
    """Import the entry module of a plugin from its folder."""
    name = "heron_plugin_" + manifest.name.replace("-", "_").replace(".", "__")
    path = manifest.folder / f"{manifest.entry}.py"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None or not path.is_file():
        raise ManifestError(f"{manifest.name}: entry: there is no {path.name}")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        raise ManifestError(f"{manifest.name}: entry: {type(error).__name__}: {error}") from None
    return module


def _found(
    manifest: Manifest, module: ModuleType, index: int, overrides: Mapping[str, int]
) -> Iterable[Implementation]:
    if manifest.api == 1:
        yield from _legacy(manifest, module, index, overrides)
        return
    for function in list(vars(module).values()):
        for mark in getattr(function, "__heron_marks__", ()):
            yield Implementation(
                plugin=manifest.name,
                hook=mark.hook,
                function=function,
                priority=priority_of(manifest.name, mark.hook, mark.priority, overrides),
                index=index,
                before=mark.before,
                after=mark.after,
                wrapper=mark.wrapper,
            )


def _legacy(
    manifest: Manifest, module: ModuleType, index: int, overrides: Mapping[str, int]
) -> Iterable[Implementation]:
    kinds = [
        kind
        for kind in vars(module).values()
        if isinstance(kind, type) and issubclass(kind, LegacyPlugin) and kind is not LegacyPlugin
    ]
    if len(kinds) != 1:
        raise ManifestError(f"{manifest.name}: entry: needs one LegacyPlugin, has {len(kinds)}")
    made = kinds[0]()
    for hook, method in (
        ("configure", "setup"),
        ("check", "visit"),
        ("filter", "accept"),
        ("finish", "end"),
    ):
        if getattr(kinds[0], method) is not getattr(LegacyPlugin, method):
            priority = priority_of(manifest.name, hook, made.order, overrides, api=1)
            yield Implementation(manifest.name, hook, getattr(made, method), priority, index)
