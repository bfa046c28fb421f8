"""How deeply JSON from outside may be nested, so that no recursion over it fails."""

from typing import Any

# chosen: more than any request needs, and a tenth of Python's recursion limit.
MOST = 100
TOO_DEEP = f"nested more than {MOST} levels deep; send it flatter"
_NESTED = (list, dict)


def too_deep(value: Any) -> bool:
    """Return whether lists and mappings are nested more than MOST levels; `[]` is one level. It
    goes level by level, because recursion would fail on just such a value.
    """
    level = [value] if isinstance(value, _NESTED) else []
    for _ in range(MOST):
        if not level:
            return False
        level = [
            inner
            for outer in level
            for inner in (outer.values() if isinstance(outer, dict) else outer)
            if isinstance(inner, _NESTED)
        ]
    return bool(level)
