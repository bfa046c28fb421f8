"""Keeps results in a folder, two levels deep, and in memory for the run."""

import ast
from pathlib import Path


class Store:
    """`hits` and `misses` are counted for `heron check --stats`."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder
        self.memory: dict[str, str] = {}
        self.hits = self.misses = 0

    def get(self, key: str) -> str | None:
        """Return the text that was kept; None if there is none, or none that is a literal."""
        text = self.memory.get(key)
        if text is None and self.folder is not None and self._path(key).is_file():
            text = self._path(key).read_bytes().decode("ascii", "replace")
        try:
            ast.literal_eval(text or "")
        except (ValueError, SyntaxError):
            self.misses += 1
            return None
        self.memory[key] = text or ""
        self.hits += 1
        return text

    def put(self, key: str, text: str) -> None:
        self.memory[key] = text
        if self.folder is not None:
            path = self._path(key)
            path.parent.mkdir(parents=True, exist_ok=True)
            part = path.with_suffix(".part")
            part.write_text(text, encoding="ascii")
            part.replace(path)

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
