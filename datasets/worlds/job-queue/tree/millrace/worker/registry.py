"""Finds the function that handles a kind of job. It is named in the settings as module:function
and imported when the first job of the kind comes."""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

from millrace.errors import ConfigError
from millrace.settings import Kind

Handler = Callable[[dict[str, Any], Any], None]


class Registry:
    def __init__(self, kinds: Mapping[str, Kind]) -> None:
        self._kinds = kinds
        self._found: dict[str, Handler] = {}

    def handler(self, kind: str) -> Handler:
        if kind not in self._found:
            self._found[kind] = self._find(kind)
        return self._found[kind]

    def _find(self, kind: str) -> Handler:
        if kind not in self._kinds:
            raise ConfigError(f"kinds.{kind}", "no such kind of job")
        module, _, name = self._kinds[kind].handler.partition(":")
        try:
            found: Handler = getattr(import_module(module), name)
        except (ImportError, AttributeError) as error:
            raise ConfigError(f"kinds.{kind}.handler", str(error)) from error
        return found
