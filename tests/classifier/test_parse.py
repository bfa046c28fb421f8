"""Whatever a classifier model says can be read, or is called unreadable, and soon."""

import json
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.classification import Classification
from functions.classifier.fields import FIELDS
from functions.classifier.parse import ParseFailure, parse
from tests.samples import FOUND

GOOD = FOUND.wire()
FLOATS = st.floats(allow_nan=False, allow_infinity=False)
NUMBERS = st.integers() | FLOATS | st.sampled_from([10**400, -(10**400), 0.5, 50])
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | st.text() | st.sampled_from(["high", "80%", "9" * 400]),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.sampled_from(["confidence", "value"]), inner)
    ),
)


@given(st.text() | st.dictionaries(st.sampled_from([*FIELDS, "result"]), VALUES).map(json.dumps))
@settings(deadline=None)
def test_any_answer_is_a_classification_or_a_failure(text: str) -> None:
    assert isinstance(parse(text), Classification | ParseFailure)


@given(VALUES)
@settings(deadline=None)
def test_any_confidence_is_a_share_or_a_bad_field(value: Any) -> None:
    found = parse(json.dumps({**GOOD, "confidence": value}))
    if isinstance(found, ParseFailure):
        assert found.fields == ("confidence",)
    else:
        assert 0 <= found.confidence <= 1


@pytest.mark.parametrize("depth", [10, 300, 900, 2_000, 100_000])
@pytest.mark.parametrize(("first", "last"), [("[", "]"), ('{"value":', "}")])
def test_an_answer_of_any_depth_is_one_or_the_other(depth: int, first: str, last: str) -> None:
    deep = f"{first * depth}0.5{last * depth}"
    assert isinstance(parse(deep), ParseFailure)
    whole = json.dumps({**GOOD, "confidence": "?"}).replace('"?"', deep)
    found = parse(whole)
    if depth <= 300:
        assert isinstance(found, Classification)
    assert isinstance(found, Classification | ParseFailure)


@pytest.mark.parametrize(
    "text", ["```json\n{}\n```", "```{}```", "``` JSON{} ```", "```\n{}\n\n```"]
)
def test_a_fence_is_taken_off(text: str) -> None:
    fenced = text.replace("{}", FOUND.wire_json())
    expected = ParseFailure("invalid_json") if " JSON" in text else FOUND
    found = parse(fenced)
    assert found in (expected, FOUND)


@pytest.mark.parametrize("text", ["```{}x", "```{}```x", "{}", '{{"confidence":"1{}"}}'])
@pytest.mark.parametrize("filling", [" ", '{"', "1", "```", "\n"])
def test_a_long_answer_takes_no_time(text: str, filling: str) -> None:
    """Its cube would be hours."""
    began = time.process_time()
    parse(text.format(filling * 100_000))
    assert time.process_time() - began < 10
