"""Stands between the dispatcher and the implementations of `parse` and `check`."""

from typing import Any

from heron.api.hooks import Done
from heron.api.model import Finding
from heron.cache.keys import common_of, key_of
from heron.cache.store import Store
from heron.plugins.dispatch import Dispatcher
from heron.plugins.registry import Implementation


class CachedCalls:
    """A caller for `Dispatcher.call`."""

    def __init__(self, dispatcher: Dispatcher, store: Store, documents: list[str]) -> None:
        self.dispatcher, self.store, self.documents = dispatcher, store, documents
        self._common: dict[str, str] = {}

    def __call__(self, each: Implementation, args: dict[str, Any]) -> Any:
        plugin, document = self.dispatcher.registry.plugins[each.plugin], args["document"]
        manifest = plugin.manifest
        if manifest.volatile:
            return self.dispatcher.plain(each, args)
        if each.plugin not in self._common:
            self._common[each.plugin] = common_of(manifest, plugin.context, self.documents)
        common = self._common[each.plugin]
        key = key_of(common, each.hook, document, sees_path=manifest.sees_path)
        value = self.store.get(key)
        if value is None:
            value = self._made(each, args)
            self.store.put(key, value)
        return [Finding(*row) for row in value] if each.hook == "check" else value

    def _made(self, each: Implementation, args: dict[str, Any]) -> Any:
        try:
            value = self.dispatcher.plain(each, args)
        except Done as done:
            value = done.value
        except Exception as error:
            # Once is enough: the document will not get better until it is changed.
            self.dispatcher._failed(each, error)
            value = []
        if each.hook == "parse":
            return value
        return [[f.path, f.line, f.code, f.level, f.message] for f in value or ()]
