"""Stands between the dispatcher and an implementation of `check`."""

from typing import Any

from heron.api.model import Finding
from heron.cache.keys import code_digest, key_of, used_digest
from heron.cache.store import Store
from heron.plugins.dispatch import Dispatcher
from heron.plugins.registry import Implementation


class CachedChecks:
    """A caller for `Dispatcher.call`. What raises, `Done` included, is not kept."""

    def __init__(self, dispatcher: Dispatcher, store: Store, own: list[str]) -> None:
        self.dispatcher, self.store, self.own = dispatcher, store, own
        self._parts: dict[str, tuple[str, str]] = {}

    def __call__(self, each: Implementation, args: dict[str, Any]) -> Any:
        plugin, document = self.dispatcher.registry.plugins[each.plugin], args["document"]
        manifest = plugin.manifest
        if manifest.volatile:
            return self.dispatcher.plain(each, args)
        if each.plugin not in self._parts:
            used = used_digest(manifest, plugin.context, self.own)
            self._parts[each.plugin] = (code_digest(manifest), used)
        name = f"{each.hook} {plugin.implementations.index(each)}"
        key = key_of(name, manifest, *self._parts[each.plugin], plugin.context, document)
        rows = self.store.get(key)
        if rows is None:
            found = self.dispatcher.plain(each, args)
            rows = [[f.line, f.code, f.level, f.message] for f in found or ()]
            self.store.put(key, rows)
        return [Finding(document.path, *row) for row in rows]
