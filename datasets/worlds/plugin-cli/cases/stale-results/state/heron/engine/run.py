"""The run itself. docs/architecture.md has the picture."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from heron.api.model import LEVELS, Document, Finding
from heron.cache.calls import CachedCalls
from heron.cache.store import Store
from heron.config.settings import Settings
from heron.errors import ConfigError
from heron.plugins.dispatch import Caller, Dispatcher
from heron.plugins.registry import Registry


@dataclass
class Outcome:
    findings: list[Finding]
    documents: int
    filtered: int
    failures: list[tuple[str, str, str]]
    stats: Counter[str] = field(default_factory=Counter)

    def code(self, fail_on: str) -> int:
        """Return the exit code: 1 when a finding reaches the level, else 5 when a plugin failed."""
        worst = LEVELS.index(fail_on)
        if any(LEVELS.index(f.level) >= worst for f in self.findings):
            return 1
        return 5 if self.failures else 0


def run(
    root: Path,
    settings: Settings,
    registry: Registry,
    trace: Callable[[str], None] = lambda _: None,
) -> Outcome:
    """Look over the documents below `root`. Raises PluginFailure."""
    for key in ("core.min-level", "core.fail-on"):
        if settings.get(key) not in LEVELS:
            raise ConfigError(f"{key}: must be one of {', '.join(LEVELS)}")
    dispatcher = Dispatcher(registry, trace)
    folder = root / settings.get("cache.path") if settings.get("cache.enabled") else None
    store = Store(folder)
    dispatcher.call("configure")
    paths = list(dict.fromkeys(dispatcher.call("collect", root=root)))
    caller = CachedCalls(dispatcher, store, paths) if folder else None
    documents = [parsed(dispatcher, _read(root, path), caller) for path in paths]
    kept, filtered = [], 0
    for document in documents:
        for finding in sorted(dispatcher.call("check", caller, document=document)):
            left = dispatcher.call("filter", finding=finding, document=document)
            kept += [left] if left is not None else []
            filtered += left is None
    reviewed = dispatcher.call("review", findings=sorted(kept)) or []
    summary = {"documents": len(documents), "findings": len(reviewed), "filtered": filtered}
    dispatcher.call("finish", summary=summary)
    if folder:
        store.prune(settings.get("cache.max-entries"))
    stats = Counter({"hits": store.hits, "misses": store.misses})
    return Outcome(list(reviewed), len(documents), filtered, dispatcher.failures, stats)


def parsed(dispatcher: Dispatcher, document: Document, caller: Caller | None) -> Document:
    found = dispatcher.call("parse", caller, document=document)
    if found is None:
        return document
    plugin, value = found
    return Document(document.path, document.text, value, plugin)


def _read(root: Path, path: str) -> Document:
    return Document(path, (root / path).read_text(encoding="utf-8", errors="replace"))
