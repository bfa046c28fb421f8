"""What a plugin may use beside its arguments. docs/capabilities.md lists the capabilities."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from heron.errors import ConfigError


class Context:
    """One for each plugin and run. `shared` is one dict for all plugins of a run."""

    def __init__(
        self,
        plugin: str,
        root: Path,
        settings: Mapping[str, Any],
        shared: dict[str, Any],
        log: Callable[[str], None],
    ) -> None:
        self.plugin, self.root, self.settings, self.shared = plugin, root, settings, shared
        self._log = log

    def log(self, text: str) -> None:
        self._log(f"{self.plugin}: {text}")

    def read(self, path: str) -> str:
        """Return the text of a file below the root."""
        return (self.root / path).read_text(encoding="utf-8")

    def exists(self, path: str) -> bool:
        return (self.root / path).exists()

    def write(self, path: str, text: str) -> None:
        """Write a file below the root."""
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")

    def secret(self, name: str) -> str:
        """Return a secret, which the host keeps in HERON_SECRET_<NAME>."""
        key = f"HERON_SECRET_{name.upper().replace('-', '_')}"
        if key not in os.environ:
            raise ConfigError(f"{self.plugin}: secret {name} is not set; set {key}")
        return os.environ[key]

    def fetch(self, url: str) -> int:
        """Return the status of a URL. Without a network the answer is 0."""
        if os.environ.get("HERON_OFFLINE", "1") != "0":
            return 0
        from urllib.request import urlopen

        with urlopen(url, timeout=10) as answer:
            return int(answer.status)
