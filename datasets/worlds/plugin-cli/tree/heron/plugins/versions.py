"""Versions as 1.4.0 or 1.4.0rc1, and what a specifier allows."""

import re
from functools import total_ordering

from heron.errors import LockError

_VERSION = re.compile(r"(\d+)\.(\d+)\.(\d+)(?:rc(\d+))?")
_CLAUSE = re.compile(r"(==|!=|>=|<=|~=|>|<)\s*(.+)")


@total_ordering
class Version:
    """A release candidate comes before its release."""

    def __init__(self, text: str) -> None:
        found = _VERSION.fullmatch(text.strip())
        if not found:
            raise LockError(f"version: {text!r} is not of the form 1.2.3 or 1.2.3rc1")
        self.text = text.strip()
        self.parts = (int(found[1]), int(found[2]), int(found[3]))
        self.candidate = int(found[4]) if found[4] else None

    @property
    def _key(self) -> tuple[tuple[int, int, int], float]:
        return self.parts, float("inf") if self.candidate is None else self.candidate

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Version) and self._key == other._key

    def __lt__(self, other: "Version") -> bool:
        return self._key < other._key

    def __hash__(self) -> int:
        return hash(self._key)

    def __repr__(self) -> str:
        return self.text


def allows(specifier: str, version: Version) -> bool:
    """Return whether all clauses, which commas part, hold. Empty allows every version."""
    return all(_holds(c.strip(), version) for c in specifier.split(",") if c.strip())


def _holds(clause: str, version: Version) -> bool:
    found = _CLAUSE.fullmatch(clause)
    if not found:
        raise LockError(f"specifier: {clause!r} is none; as in >=1.2.0,<2.0.0")
    other = Version(found[2])
    if found[1] == "~=":
        return other <= version and version.parts[:2] == other.parts[:2]
    return {
        "==": version == other,
        "!=": version != other,
        ">=": version >= other,
        "<=": version <= other,
        ">": version > other,
        "<": version < other,
    }[found[1]]
