"""The order in which the implementations of a hook are called."""

from collections.abc import Iterable, Mapping

from heron.api.hooks import SPECS
from heron.errors import OrderError
from heron.plugins.registry import Implementation


def priority_of(
    plugin: str, hook: str, own: int, overrides: Mapping[str, int], *, api: int = 2
) -> int:
    """Return the priority of an implementation: what `plugins.priorities` says about this hook of
    the plugin, else about the plugin, else its own.
    """
    said: dict[tuple[str, str], int] = {}
    for key, value in overrides.items():
        name, _, last = key.rpartition(".")
        said[(name, last) if name and last in SPECS else (key, "")] = value
    if api == 1:
        # In API 1 small numbers come first.
        own = 100 - own
    return said.get((plugin, hook), said.get((plugin, ""), own))


def ordered(implementations: Iterable[Implementation]) -> list[Implementation]:
    """Return them in call order: high priorities first, equal ones in load order; and of those
    that may be next by `before` and `after`, always the first. Raises OrderError for a circle.
    """
    waiting = sorted(implementations, key=lambda i: (-i.priority, i.index))
    earlier = _earlier(waiting)
    out: list[Implementation] = []
    while waiting:
        done = {i.plugin for i in out}
        left = {i.plugin for i in waiting}
        ready = [i for i in waiting if not (earlier[i.plugin] & left - done)]
        if not ready:
            names = ", ".join(sorted(left))
            raise OrderError(f"{waiting[0].hook}: before and after go in a circle: {names}")
        out.append(ready[0])
        waiting.remove(ready[0])
    return out


def _earlier(implementations: list[Implementation]) -> dict[str, set[str]]:
    """Return which plugins have to come before each; names that do not take part are left out."""
    names = {i.plugin for i in implementations}
    earlier: dict[str, set[str]] = {name: set() for name in names}
    for each in implementations:
        for other in each.after:
            if other in names and other != each.plugin:
                earlier[each.plugin].add(other)
        for other in each.before:
            if other in names and other != each.plugin:
                earlier[other].add(each.plugin)
    return earlier
