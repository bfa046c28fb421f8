"""Stands between the dispatcher and the implementations of `parse` and `check`.

Values are kept as Python literals, which tell 1, 1.0, True and "1" apart, and tuples from lists."""

import ast
import hashlib
from typing import Any

from heron.api.model import Document, Finding
from heron.cache.store import Store
from heron.plugins.dispatch import Dispatcher
from heron.plugins.registry import Implementation, Plugin
from heron.util.globs import matches, matching

FORMAT = "heron cache, format 7"
KEPT = (type(None), bool, int, float, str, list, tuple, dict)


def literal(value: Any) -> str | None:
    """Return a value as a literal, or None if it is none."""
    if not plain(value):
        return None
    text = ascii(value)
    try:
        ast.literal_eval(text)
    except ValueError:
        return None
    return text


def plain(value: Any) -> bool:
    if type(value) not in KEPT:
        return False
    if isinstance(value, dict):
        return all(plain(k) and plain(v) for k, v in value.items())
    return all(map(plain, value)) if isinstance(value, list | tuple) else True


def setting(value: Any) -> str:
    """Return a value of TOML with its type; tables in the order of their keys."""
    if isinstance(value, dict):
        return "{" + ",".join(f"{k!r}:{setting(value[k])}" for k in sorted(value)) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(setting, value)) + "]"
    return f"{type(value).__name__}({value!r})"


def sha(*parts: str | bytes) -> str:
    """Return a digest that also tells where a part ends."""
    made = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        made.update(b"%d:" % len(data) + data)
    return made.hexdigest()


class CachedCalls:
    """A caller for `Dispatcher.call`."""

    def __init__(self, dispatcher: Dispatcher, store: Store, folder: str) -> None:
        self.dispatcher, self.store, self.folder = dispatcher, store, folder
        self.plugins: dict[str, str] = {}

    def __call__(self, each: Implementation, args: dict[str, Any]) -> Any:
        plugin, document = self.dispatcher.registry.plugins[each.plugin], args["document"]
        key = None if plugin.manifest.volatile else self.key(plugin, each, document)
        if key is None:
            return self.dispatcher.plain(each, args)
        kept = self.store.get(key)
        if kept is not None:
            return self.out(each, document, ast.literal_eval(kept))
        value = self.dispatcher.plain(each, args)
        if each.hook == "check" and value is not None:
            value = [(f.line, f.code, f.level, f.message) for f in value]
        text = literal(value)
        if text is None:
            return self.out(each, document, value)
        self.store.put(key, text)
        return self.out(each, document, ast.literal_eval(text))

    def out(self, each: Implementation, document: Document, value: Any) -> Any:
        if each.hook == "check" and value is not None:
            return [Finding(document.path, *row) for row in value]
        return value

    def key(self, plugin: Plugin, each: Implementation, document: Document) -> str | None:
        parsed = literal((document.parser, document.parsed)) if each.hook == "check" else ""
        if parsed is None:
            return None
        if plugin.name not in self.plugins:
            self.plugins[plugin.name] = self.whole(plugin)
        place = document.path if plugin.manifest.sees_path else f"*{document.suffix}"
        number = next(n for n, i in enumerate(plugin.implementations) if i is each)
        return sha(self.plugins[plugin.name], str(number), place, parsed, document.text)

    def whole(self, plugin: Plugin) -> str:
        manifest, root = plugin.manifest, plugin.context.root
        parts: list[str | bytes] = [FORMAT, plugin.name, setting(dict(plugin.context.settings))]
        for path in sorted(manifest.folder.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                parts += [str(path.relative_to(manifest.folder)), path.read_bytes()]
        mine = [f"{self.folder}/**", ".git/**"]
        for pattern in sorted(manifest.uses):
            parts.append(f"uses {pattern}")
            wanted = "**/*" if pattern == "paths" else pattern
            for name in matching(root, [wanted]):
                if not matches(name, mine):
                    parts += [name, b"" if pattern == "paths" else (root / name).read_bytes()]
        return sha(*parts)
