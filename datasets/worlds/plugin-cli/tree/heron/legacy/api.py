"""The base class of plugins of API 1."""

from typing import Any


class LegacyPlugin:
    """Small `order` first. Methods that are not overridden are not called."""

    order = 50

    def setup(self, options: dict[str, Any]) -> None:
        """Get the options: the settings of the plugin, flat, with underscores."""

    def visit(self, path: str, text: str) -> list[tuple[Any, ...]]:
        """Return (line, code, message) or (line, code, message, level); lines count from 0."""
        return []

    def accept(self, code: str, path: str, line: int) -> bool:
        """Return whether a finding stays; the line counts from 0."""
        return True

    def end(self, stats: dict[str, int]) -> None:
        """Get {"files": …, "problems": …, "dropped": …}."""
