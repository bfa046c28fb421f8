"""How deeply what others send may be nested: far less than recursion takes, ours or a library's."""

from typing import Any

MOST = 100
TOO_DEEP = f"nested more than {MOST} levels deep; send it flatter"
_NESTED = (list, dict)


def too_deep(value: Any) -> bool:
    """Lists and mappings within each other; `[]` is one level. Level by level, so that this very
    question never recurses.
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
