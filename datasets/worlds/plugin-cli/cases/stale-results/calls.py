"""Stands between the dispatcher and the implementations of `parse` and `check`."""

from typing import Any

from heron.api.model import Finding
from heron.cache.codec import Unkept
from heron.cache.keys import common_of, key_of
from heron.cache.store import Store
from heron.plugins.dispatch import Dispatcher
from heron.plugins.registry import Implementation


class CachedCalls:
    """A caller for `Dispatcher.call`. What raises, `Done` included, is not kept."""

    def __init__(self, dispatcher: Dispatcher, store: Store, own: list[str]) -> None:
        self.dispatcher, self.store, self.own = dispatcher, store, own
        self._common: dict[str, str] = {}

    def __call__(self, each: Implementation, args: dict[str, Any]) -> Any:
        plugin, document = self.dispatcher.registry.plugins[each.plugin], args["document"]
        manifest = plugin.manifest
        if manifest.volatile:
            return self.dispatcher.plain(each, args)
        if each.plugin not in self._common:
            self._common[each.plugin] = common_of(manifest, plugin.context, self.own)
        call = [each.hook, plugin.implementations.index(each)]
        try:
            common = self._common[each.plugin]
            key = key_of(common, call, document, sees_path=manifest.sees_path)
        except Unkept:
            return self.dispatcher.plain(each, args)
        found = self.store.get(key)
        if found is None:
            value = self.dispatcher.plain(each, args)
            kept = value
            if each.hook == "check" and value is not None:
                value = list(value)
                kept = [(f.line, f.code, f.level, f.message) for f in value]
            self.store.put(key, kept)
            return value
        [value] = found
        if each.hook == "check" and value is not None:
            return [Finding(document.path, *row) for row in value]
        return value
