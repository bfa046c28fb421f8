"""Paths below a folder by patterns."""

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path


@lru_cache(maxsize=256)
def compiled(pattern: str) -> re.Pattern[str]:
    """Return a pattern as a regular expression: `**/` is any number of folders, `*` and `?` stay
    within one name.
    """
    out, i = "", 0
    while i < len(pattern):
        if pattern.startswith("**/", i):
            out, i = out + "(?:[^/]+/)*", i + 3
        elif pattern.startswith("**", i):
            out, i = out + ".*", i + 2
        elif pattern[i] == "*":
            out, i = out + "[^/]*", i + 1
        elif pattern[i] == "?":
            out, i = out + "[^/]", i + 1
        else:
            out, i = out + re.escape(pattern[i]), i + 1
    return re.compile(out)


def matches(path: str, patterns: Iterable[str]) -> bool:
    return any(compiled(pattern).fullmatch(path) for pattern in patterns)


def matching(root: Path, patterns: Iterable[str]) -> list[str]:
    """Return the sorted paths of the files below a folder that match one of the patterns."""
    wanted = list(patterns)
    paths = (str(p.relative_to(root).as_posix()) for p in root.rglob("*") if p.is_file())
    return sorted(path for path in paths if matches(path, wanted))
