"""A value out of its bounds is refused when a record is read, and when it is made in code."""

import inspect
from collections.abc import Iterator
from typing import Annotated, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Meta
from pydantic import ValidationError

from adapters.aws.secrets import ProviderSecret
from contracts.control_record import ControlRecord
from contracts.decision import DecideRequest
from contracts.errors import Malformed
from contracts.hot_record import HotRecord
from contracts.scalars import Count, Share, Text, Usd
from contracts.table import Candidate
from tests.samples import table


class Hot(HotRecord, kw_only=True):
    text: Text = "x"
    share: Share | None = None
    usd: Usd = 0.0
    count: Count = 0
    names: tuple[Text, ...] = ()
    prices: dict[str, Usd] = {}  # noqa: RUF012
    few: Annotated[tuple[int, ...], Meta(min_length=1, max_length=2)] = (1,)


class Control(ControlRecord):
    text: Text = "x"
    share: Share | None = None
    usd: Usd = 0.0
    count: Count = 0
    names: tuple[Text, ...] = ()
    prices: dict[str, Usd] = {}  # noqa: RUF012


BAD: list[dict[str, Any]] = [
    {"text": " "},
    {"share": 1.5},
    {"share": -0.1},
    {"share": float("nan")},
    {"usd": float("inf")},
    {"usd": -1.0},
    {"count": -1},
    {"names": ("a", " ")},
    {"prices": {"m": -1.0}},
]


@pytest.mark.parametrize("given", BAD, ids=str)
def test_both_worlds_refuse_the_same_values_when_made_in_code(given: dict[str, Any]) -> None:
    (name,) = given
    with pytest.raises(Malformed, match=f"^{name}: "):
        Hot(**given)
    with pytest.raises(ValidationError, match=name):
        Control(**given)


@given(
    st.fixed_dictionaries(
        {
            "share": st.one_of(st.none(), st.floats()),
            "usd": st.floats(),
            "count": st.integers(-5, 5),
            "text": st.text(max_size=3),
        }
    )
)
def test_what_one_world_takes_the_other_takes(given: dict[str, Any]) -> None:
    assert _made(Hot, given) == _made(Control, given)


def _made(kind: type[Hot] | type[Control], given: dict[str, Any]) -> bool:
    try:
        kind(**given)
    except ValueError:
        return False
    return True


@pytest.mark.parametrize("few", [(), (1, 2, 3)])
def test_lengths_are_bounds_too(few: tuple[int, ...]) -> None:
    with pytest.raises(Malformed, match=r"^few: Expected a length"):
        Hot(few=few)


def _kinds(kind: type[HotRecord]) -> Iterator[type[HotRecord]]:
    for each in kind.__subclasses__():
        yield each
        yield from _kinds(each)


def test_no_record_goes_without_the_check() -> None:
    """A subclass whose `__post_init__` forgets its parent's would."""
    own = [kind for kind in _kinds(HotRecord) if "__post_init__" in vars(kind)]
    assert {Candidate, DecideRequest, ProviderSecret} <= set(own)
    for kind in own:
        assert "super().__post_init__()" in inspect.getsource(vars(kind)["__post_init__"]), kind


def test_a_table_that_is_made_is_a_table_that_can_be_read() -> None:
    assert type(table()).from_json(table().wire_json()) == table()
