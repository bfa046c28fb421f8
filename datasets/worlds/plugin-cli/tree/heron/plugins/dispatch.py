"""Calls the implementations of a hook. docs/hooks.md has the rules."""

import inspect
from collections.abc import Callable, Generator
from typing import Any

from heron.api.hooks import SPECS, Done, HookSpec
from heron.api.model import Finding
from heron.errors import PluginFailure
from heron.legacy.convert import findings_of, stats_of
from heron.plugins.registry import Implementation, Registry

# An implementation that failed and is passed over.
_NOTHING = object()
Caller = Callable[[Implementation, dict[str, Any]], Any]


class Dispatcher:
    """`trace` gets a line for each call; `failures` are (plugin, hook, text) in order."""

    def __init__(self, registry: Registry, trace: Callable[[str], None] = lambda _: None) -> None:
        self.registry, self.trace = registry, trace
        self.failures: list[tuple[str, str, str]] = []

    def call(self, hook: str, caller: Caller | None = None, **args: Any) -> Any:
        """Call a hook with its wrappers. `caller` stands between for each implementation; the
        cache uses it.
        """
        spec = SPECS[hook]
        return self._wrapped(
            [w for w in self.registry.wrappers(hook) if self.registry.takes_part(w)],
            args,
            lambda: getattr(self, f"_{spec.mode}")(spec, caller or self.plain, args),
        )

    def plain(self, each: Implementation, args: dict[str, Any]) -> Any:
        """Call one implementation with the arguments that it names."""
        plugin = self.registry.plugins[each.plugin]
        self.trace(f"{each.hook} {each.plugin}")
        if plugin.manifest.api == 1:
            return self._legacy(each, args)
        return each.function(**_wanted(each.function, {**args, "ctx": plugin.context}))

    def _legacy(self, each: Implementation, args: dict[str, Any]) -> Any:
        if each.hook == "configure":
            each.function(dict(self.registry.plugins[each.plugin].context.settings))
            return None
        if each.hook == "check":
            document = args["document"]
            return findings_of(each.plugin, document, each.function(document.path, document.text))
        if each.hook == "filter":
            found: Finding = args["finding"]
            return found if each.function(found.code, found.path, found.line - 1) else None
        each.function(stats_of(args["summary"]))
        return None

    def _all(self, spec: HookSpec, caller: Caller, args: dict[str, Any]) -> None:
        # In API 1 `end` was called in the order of the plugins, so those come last, forwards.
        calls = self.registry.calls(spec.name)
        if spec.backwards:
            old = [i for i in calls if self.registry.plugins[i.plugin].manifest.api == 1]
            calls = [*reversed([i for i in calls if i not in old]), *old]
        for each in calls:
            _, done = self._one(each, caller, args)
            if done:
                return

    def _gather(self, spec: HookSpec, caller: Caller, args: dict[str, Any]) -> list[Any]:
        out: list[Any] = []
        for each in self.registry.calls(spec.name):
            value, done = self._one(each, caller, args)
            if value is not _NOTHING and value is not None:
                out.extend(value)
            if done:
                break
        return out

    def _first(self, spec: HookSpec, caller: Caller, args: dict[str, Any]) -> Any:
        for each in self.registry.calls(spec.name):
            value, done = self._one(each, caller, args)
            if value is not _NOTHING and (value is not None or done):
                return (each.plugin, value)
        return None

    def _chain(self, spec: HookSpec, caller: Caller, args: dict[str, Any]) -> Any:
        name = spec.args[0]
        for each in self.registry.calls(spec.name):
            value, done = self._one(each, caller, args)
            if value is _NOTHING:
                continue
            args = {**args, name: value}
            if done or value is None:
                break
        return args[name]

    def _one(self, each: Implementation, caller: Caller, args: dict[str, Any]) -> tuple[Any, bool]:
        """Return the result, and whether it ends the calls."""
        if not self.registry.takes_part(each):
            return _NOTHING, False
        try:
            return caller(each, args), False
        except Done as done:
            return done.value, True
        except Exception as error:
            self._failed(each, error)
            return _NOTHING, False

    def _failed(self, each: Implementation, error: Exception) -> None:
        plugin = self.registry.plugins[each.plugin]
        policy = "skip" if plugin.manifest.api == 1 else plugin.manifest.on_error
        if policy == "stop":
            raise PluginFailure(each.plugin, each.hook, error) from error
        self.failures.append((each.plugin, each.hook, f"{type(error).__name__}: {error}"))
        plugin.disabled = plugin.disabled or policy == "disable"

    def _wrapped(
        self, wrappers: list[Implementation], args: dict[str, Any], inner: Callable[[], Any]
    ) -> Any:
        if not wrappers:
            return inner()
        first, *rest = wrappers
        running = self._begun(first, args)
        try:
            result = self._wrapped(rest, args, inner)
        except PluginFailure:
            if running is not None:
                running.close()
            raise
        return result if running is None else self._ended(first, running, result)

    def _begun(
        self, each: Implementation, args: dict[str, Any]
    ) -> Generator[None, Any, Any] | None:
        context = self.registry.plugins[each.plugin].context
        self.trace(f"{each.hook} {each.plugin} in")
        try:
            running = each.function(**_wanted(each.function, {**args, "ctx": context}))
            next(running)
        except StopIteration:
            return None
        except Exception as error:
            self._failed(each, error)
            return None
        return running

    def _ended(self, each: Implementation, running: Generator[None, Any, Any], result: Any) -> Any:
        """Send the result in; what the wrapper returns takes its place, unless that is None."""
        self.trace(f"{each.hook} {each.plugin} out")
        try:
            running.send(result)
        except StopIteration as end:
            return result if end.value is None else end.value
        except Exception as error:
            self._failed(each, error)
            return result
        running.close()
        return result


def _wanted(function: Callable[..., Any], args: dict[str, Any]) -> dict[str, Any]:
    return {name: args[name] for name in inspect.signature(function).parameters}
