"""Keeps results in a folder, two levels deep, and in memory for the run."""

from pathlib import Path
from typing import Any

from heron.cache.codec import Unkept, text_of, value_of


class Store:
    """`hits` and `misses` are counted for `heron check --stats`."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder
        self.memory: dict[str, str] = {}
        self.hits = self.misses = 0

    def get(self, key: str) -> list[Any] | None:
        """Return a list with a new copy of the value, or None."""
        text = self.memory.get(key) or self._read(key)
        if text is not None:
            try:
                value = value_of(text)
            except (ValueError, TypeError, AttributeError):
                value = None
            if isinstance(value, tuple) and len(value) == 1:
                self.memory[key] = text
                self.hits += 1
                return list(value)
        self.misses += 1
        return None

    def put(self, key: str, value: Any) -> None:
        """Keep a value, if it is one that can be kept."""
        try:
            text = text_of((value,))
        except Unkept:
            return
        self.memory[key] = text
        if self.folder is not None:
            path = self._path(key)
            path.parent.mkdir(parents=True, exist_ok=True)
            part = path.with_suffix(".part")
            part.write_text(text, encoding="utf-8")
            part.replace(path)

    def _read(self, key: str) -> str | None:
        path = self._path(key) if self.folder else None
        try:
            return path.read_text(encoding="utf-8") if path and path.is_file() else None
        except (OSError, UnicodeDecodeError):
            return None

    def entries(self) -> list[Path]:
        """Return the files of all entries, by key."""
        return sorted(self.folder.glob("??/*.json")) if self.folder else []

    def clear(self) -> int:
        found = self.entries()
        for path in found:
            path.unlink()
        self.memory.clear()
        return len(found)

    def prune(self, most: int) -> int:
        """Delete the entries beyond `most`, those with the highest keys. Keys are as good as
        random, so that is as fair as any order that needs no clock.
        """
        extra = self.entries()[most:]
        for path in extra:
            path.unlink()
        return len(extra)

    def _path(self, key: str) -> Path:
        assert self.folder is not None
        return self.folder / key[:2] / f"{key[2:]}.json"
