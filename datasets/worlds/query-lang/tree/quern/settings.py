"""config/engine.toml, read once. docs/configuration.md"""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from quern.errors import DataError

MODES = ("split", "new", "old")


@dataclass(frozen=True)
class Settings:
    """`mode` is one of MODES; `stages` and `functions` are what the new engine is trusted with."""

    mode: str = "split"
    stages: frozenset = frozenset()
    functions: frozenset = frozenset()
    held_views: frozenset = frozenset()
    cache_plans: int = 64
    more: dict = field(default_factory=dict, compare=False)

    @classmethod
    def load(cls, folder):
        path = Path(folder) / "config" / "engine.toml"
        found = tomllib.loads(path.read_text(encoding="utf-8"))
        mode = found["engine"]["mode"]
        if mode not in MODES:
            raise DataError(f"engine.mode: {mode!r} is not one of {', '.join(MODES)}")
        return cls(
            mode,
            frozenset(found["ported"]["stages"]),
            frozenset(found["ported"]["functions"]),
            frozenset(found.get("hold", {}).get("views", ())),
            found["cache"]["plans"],
            found,
        )
