"""The type of a value: a kind, and whether it may be null. docs/types.md"""

from dataclasses import dataclass, replace
from datetime import date

KINDS = ("int", "float", "text", "bool", "date")
NUMBERS = ("int", "float")
_OF = {bool: "bool", int: "int", float: "float", str: "text", date: "date"}


@dataclass(frozen=True)
class Type:
    """`kind` is one of KINDS, or "null" for a value that is always null."""

    kind: str
    nullable: bool = False

    def __str__(self):
        return self.kind + ("?" if self.nullable and self.kind != "null" else "")

    @property
    def numeric(self):
        return self.kind in (*NUMBERS, "null")

    def or_null(self, nullable=True):
        return replace(self, nullable=self.nullable or nullable)


NULL = Type("null", nullable=True)
BOOL = Type("bool")


def type_of(value):
    """Return the type of a Python value."""
    return NULL if value is None else Type(_OF[type(value)])


def common(*types):
    """Return the type that all of the types fit into, or None. int fits into float, null into all."""
    kinds = {t.kind for t in types} - {"null"}
    nullable = any(t.nullable for t in types)
    if not kinds:
        return NULL
    if len(kinds) == 1:
        return Type(kinds.pop(), nullable)
    return Type("float", nullable) if kinds == {"int", "float"} else None
