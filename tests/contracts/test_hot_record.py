"""Records: as strict as wire models, with words that name the field."""

from typing import Any

import pytest
from pydantic import ValidationError

from contracts.config import ConfigDraft
from contracts.control_record import ControlRecord
from contracts.decision import DecideRequest
from contracts.errors import Malformed
from contracts.table import RoutingTable
from contracts.tier import TierBars
from tests.samples import config, table

INPUT = {"apiKind": "messages", "requestedModel": "m", "hasTools": False, "stream": False}
REQUEST: dict[str, Any] = {"input": INPUT, "userId": "u"}


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"userId": "  "}, "userId: Expected a text that is not blank"),
        ({"userId": 5}, "userId: Expected `str`, got `int`"),
        ({"deadlineMs": 49}, "deadlineMs: Expected `int` >= 50"),
        ({"user_id": "u"}, "user_id: Unknown field"),
        (
            {"input": {**INPUT, "apiKind": "x"}},
            "input.apiKind: Expected one of chat_completions, responses, messages",
        ),
        ({"routingMode": "x"}, "routingMode: Expected one of cheapest_proven, best_accuracy"),
        ({"input": {**INPUT, "new": 1}}, "input.new: Unknown field"),
        ({"input": {**INPUT, "messageCount": -1}}, "input.messageCount: Expected `int` >= 0"),
        ({"raw": {"apiKind": "messages", "body": {}}}, "body: exactly one of input and raw"),
        ({"constraints": {"allowedModels": [""]}}, "constraints.allowedModels[0]: Expected a"),
    ],
)
def test_a_bad_field_is_named_with_the_remedy(changes: dict[str, Any], problem: str) -> None:
    with pytest.raises(Malformed) as error:
        DecideRequest.from_wire({**REQUEST, **changes})
    assert str(error.value).startswith(problem)


def test_a_missing_field_is_named_where_it_is_missing() -> None:
    with pytest.raises(Malformed, match=r"^userId: Field required$"):
        DecideRequest.from_wire({"input": INPUT})
    missing = {name: value for name, value in INPUT.items() if name != "stream"}
    with pytest.raises(Malformed, match=r"^input\.stream: Field required$"):
        DecideRequest.from_wire({**REQUEST, "input": missing})


@pytest.mark.parametrize(
    "text", ["", "[", "{", "\x00", "nul", '{"a": NaN}', "[" * 100_000, b"\xff"]
)
def test_what_is_no_record_at_all_is_malformed(text: str | bytes) -> None:
    with pytest.raises(Malformed):
        DecideRequest.from_json(text)


def test_deep_in_a_table_the_values_are_named_too() -> None:
    broken = table().wire()
    broken["tiers"]["low"][1]["reasoningEffort"] = "x"
    with pytest.raises(
        Malformed, match=r"^tiers.low\[1\].reasoningEffort: Expected one of none, minimal"
    ):
        RoutingTable.from_wire(broken)


def test_values_are_never_told() -> None:
    for bad in ({"userId": {"s3cret": 1}}, {"input": {**INPUT, "apiKind": "s3cret"}}):
        with pytest.raises(Malformed) as error:
            DecideRequest.from_wire({**REQUEST, **bad})
        assert "s3cret" not in str(error.value)


def test_texts_lose_the_space_around_them() -> None:
    found = DecideRequest.from_wire({**REQUEST, "userId": " u ", "sessionId": "\ts\n"})
    assert (found.user_id, found.session_id, found.machine_id) == ("u", "s", None)


def test_a_record_comes_back_from_its_json() -> None:
    assert RoutingTable.from_json(table().wire_json()) == table()
    assert RoutingTable.from_wire(table().wire()) == table()


def test_in_a_wire_model_a_record_is_read_written_and_named_alike() -> None:
    draft = config().wire()
    draft = {name: draft[name] for name in draft if name not in ("updatedAt", "updatedBy")}
    bars = {"low": 0.6, "medium": None, "high": 0.8}
    found = ConfigDraft.from_wire({**draft, "tierMinAccuracy": bars})
    assert found.tier_min_accuracy == TierBars(low=0.6, high=0.8)
    assert found.wire()["tierMinAccuracy"] == bars
    assert ConfigDraft.from_json(found.wire_json()) == found
    with pytest.raises(ValidationError, match=r"low: Expected `float` <= 1\.0"):
        ConfigDraft.from_wire({**draft, "tierMinAccuracy": {"low": 1.1}})


def test_a_wire_model_and_a_record_are_both_documents() -> None:
    class Pair(ControlRecord):
        bars: TierBars

    pair = Pair(bars=TierBars(low=0.5))
    assert Pair.from_json(pair.wire_json()) == pair
