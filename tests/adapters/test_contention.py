"""A transaction that meets others is tried again, and is an error when it never succeeds."""

from typing import Any

import pytest

from adapters.dynamodb import items as module
from adapters.dynamodb.items import Items, WriteContention, item
from adapters.dynamodb.keys import HOLD

STEP = {"Put": {"Item": item(HOLD)}}


@pytest.fixture
def refused(items: Items, monkeypatch: pytest.MonkeyPatch) -> list[str | None]:
    """Return the reasons for which DynamoDB refuses the next transactions."""
    reasons: list[str | None] = []

    def transact(_: Items, named: list[Any]) -> tuple[str, ...] | None:
        reason = reasons.pop(0)
        return None if reason is None else ("None", reason)

    monkeypatch.setattr(Items, "_transact", transact)
    monkeypatch.setattr(module, "_CONTENTION_PAUSES", (0.0,) * 4)
    return reasons


@pytest.mark.parametrize("reason", ["TransactionConflict", "ThrottlingError"])
def test_what_passes_is_tried_again(items: Items, refused: list[str | None], reason: str) -> None:
    refused += [reason, reason, None]
    assert items.transact(STEP) is None


def test_a_condition_that_fails_is_told_at_once(items: Items, refused: list[str | None]) -> None:
    refused += ["ConditionalCheckFailed", None]
    assert items.transact(STEP) == ("None", "ConditionalCheckFailed")


def test_what_never_passes_is_an_error(items: Items, refused: list[str | None]) -> None:
    refused += ["TransactionConflict"] * 4
    with pytest.raises(WriteContention):
        items.transact(STEP)
