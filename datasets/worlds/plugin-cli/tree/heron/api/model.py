"""Documents and findings."""

from dataclasses import dataclass, field
from typing import Any

LEVELS = ("note", "warning", "error")


@dataclass(frozen=True)
class Document:
    """One file. `path` is relative to the root, with slashes; `parsed` is what a parser made of it."""

    path: str
    text: str
    parsed: Any = field(default=None, compare=False)
    parser: str = ""

    @property
    def lines(self) -> list[str]:
        return self.text.split("\n")

    @property
    def suffix(self) -> str:
        name = self.path.rsplit("/", 1)[-1]
        return name[name.rfind(".") :] if "." in name else ""


@dataclass(frozen=True, order=True)
class Finding:
    """What is wrong at a place. Lines count from 1; line 0 is the file as a whole."""

    path: str
    line: int
    code: str
    level: str
    message: str

    @property
    def plugin(self) -> str:
        return self.code.partition(":")[0]

    def at(self, level: str) -> "Finding":
        return Finding(self.path, self.line, self.code, level, self.message)
