"""A value out of its bounds is refused when a record is read, and when it is made in code."""

from collections.abc import Callable
from typing import Annotated, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Meta
from pydantic import ValidationError

from adapters.aws.secrets import ProviderSecret
from contracts import hot_record
from contracts.classification import ApiKind
from contracts.control_record import ControlRecord
from contracts.decision import DecideRequest, RawRequest
from contracts.errors import Malformed
from contracts.hot_record import HotRecord, replace
from contracts.scalars import Count, Share, Text, Usd
from contracts.table import Candidate, RoutingTable
from tests.samples import table

RAW = RawRequest(api_kind=ApiKind.MESSAGES, body={})


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


_Long = Annotated[str, Meta(min_length=9)]


class Mixed(HotRecord):
    one_or_more: dict[str, _Long | tuple[_Long, ...]]


@pytest.mark.parametrize("value", ["a" * 9, ("a" * 9,), (), "a" * 8, ("a" * 8,), ("a" * 9, "a")])
def test_each_part_of_a_union_has_its_own_bounds(value: Any) -> None:
    given = {"x": value}
    texts = (value,) if isinstance(value, str) else value
    if all(len(text) >= 9 for text in texts):
        assert Mixed.from_wire(Mixed(one_or_more=given).wire()).one_or_more == given
    else:
        with pytest.raises(Malformed, match=r"^oneOrMore: Expected a length >= 9"):
            Mixed(one_or_more=given)


@pytest.mark.parametrize(
    "make",
    [
        lambda: Candidate(model="m", accuracy=2.0, avg_cost_usd=0.1, meets_threshold=True),
        lambda: DecideRequest(input=None, raw=RAW, user_id=" "),
        lambda: ProviderSecret(base_url="https://provider.example", api_key=" "),
        lambda: replace(Hot(), share=1.5),
        lambda: replace(table(), min_accuracy=7.0),
    ],
)
def test_no_record_is_made_without_the_check(make: Callable[[], HotRecord]) -> None:
    """Neither one with a `__post_init__` of its own, nor a copy with other values."""
    with pytest.raises(Malformed, match="Expected"):
        make()


def test_a_record_that_is_read_is_not_checked_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    made = table()
    text = made.wire_json()
    monkeypatch.setattr(hot_record, "out_of_bounds", lambda _: pytest.fail("checked again"))
    assert RoutingTable.from_json(text) == made


def test_a_table_that_is_made_is_a_table_that_can_be_read() -> None:
    assert type(table()).from_json(table().wire_json()) == table()
