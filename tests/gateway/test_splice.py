"""A change of the top level changes nothing else of the bytes."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.splice import DROP, spliced

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.floats(allow_nan=False),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=8,
).filter(lambda value: "Infinity" not in json.dumps(value))
OBJECTS = st.dictionaries(st.text(max_size=4), VALUES, max_size=6)
CHANGES = st.sampled_from([DROP, 1, {"a": [1]}, b"[1e3]"])
MARKS = [(",", ":"), (" , ", " : ")]


@given(OBJECTS, st.data(), st.sampled_from([None, 1]), st.sampled_from(MARKS))
def test_it_is_the_same_object_with_other_values(
    known: dict[str, Any], data: st.DataObject, indent: int | None, marks: tuple[str, str]
) -> None:
    body = json.dumps(known, indent=indent, separators=marks).encode()
    names = data.draw(st.lists(st.sampled_from([*known, "new", "newer"]), unique=True))
    changes = {name: data.draw(CHANGES) for name in names}
    left = {name: value for name, value in known.items() if changes.get(name) is not DROP}
    added = {name: value for name, value in changes.items() if value is not DROP}
    read = {n: json.loads(v) if isinstance(v, bytes) else v for n, v in added.items()}
    assert json.loads(spliced(body, changes)) == {**left, **read}
    assert spliced(body, {}) == body


def test_numbers_and_escapes_keep_their_bytes() -> None:
    body = rb'{ "model" : "a", "x": [1e3, 12345678901234567890123, "\u00e9\/"] }'
    assert spliced(body, {"model": "b"}) == body.replace(b'"a"', b'"b"')


@pytest.mark.parametrize("body", [b'{"a":1,"a":2}', b'{"a":1,"b":3,"a":2}', b"[1]"])
def test_a_key_that_stands_twice_and_no_object_are_refused(body: bytes) -> None:
    with pytest.raises(ValueError, match=r"the body is not|more than once"):
        spliced(body, {"a": 3})
