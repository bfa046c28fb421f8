"""What others send may be nested only so deep."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.depth import MOST, too_deep

JSON = st.recursive(
    st.none() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
)


def nested(depth: int, inner: Any = None) -> Any:
    """Return lists and mappings in turn, `depth` deep."""
    for level in range(depth):
        inner = [inner] if level % 2 else {"a": inner, "b": 0}
    return inner


def depth_of(value: Any) -> int:
    inner = value.values() if isinstance(value, dict) else value
    return 1 + max(map(depth_of, inner), default=0) if isinstance(value, dict | list) else 0


@given(JSON, st.integers(MOST - 10, MOST + 10))
@settings(deadline=None)
def test_what_is_too_deep_is_counted_level_by_level(inside: Any, around: int) -> None:
    whole = nested(around, inside)
    assert too_deep(whole) is (depth_of(whole) > MOST)


@pytest.mark.parametrize(("depth", "found"), [(0, False), (MOST, False), (MOST + 1, True)])
def test_the_last_level_counts(depth: int, found: bool) -> None:
    assert too_deep(nested(depth)) is found
    assert too_deep(nested(200_000))
