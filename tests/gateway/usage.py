"""A table of usage rows as it is deployed, and rows to write into it."""

from datetime import UTC, datetime, timedelta
from decimal import Context, Decimal, Inexact
from typing import Any

import boto3
from hypothesis import strategies as st
from moto.dynamodb.models.dynamo_type import DynamoType

from adapters.dynamodb.items import Items
from contracts.usage import CLASSIFIER, UsageRow
from tests.samples import USAGE_SCHEMA

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
DAYS = ("2026-11-01", "2026-11-02", "2026-11-03")
_DIGITS = Context(prec=38, traps=[Inexact])


def exact_add(one: DynamoType, other: DynamoType) -> DynamoType:
    """Add as DynamoDB does, with 38 digits; moto has 28, and cannot read the 1E-7 that it made."""
    total = _DIGITS.add(Decimal(one.value), Decimal(other.value))
    return DynamoType({"N": format(total, "f")})


def table(name: str) -> Items:
    client = boto3.client("dynamodb")
    client.create_table(TableName=name, **USAGE_SCHEMA)
    return Items(client, name)


def row(n: int, **more: Any) -> UsageRow:
    given: dict[str, Any] = {
        "key": f"u:r:d:first:{n}",
        "at": NOON + timedelta(seconds=n),
        "user_id": "u",
        "session_id": "s",
        "thread_id": "t",
        "attempt": "first",
        "requested_model": "kilo-auto/efficient",
        "model": "v/cheap",
        "source": "benchmark",
        "reason": "x",
        "prompt_tokens": 100,
        "completion_tokens": 10,
        "cost_usd": "0.1",
    }
    return UsageRow(**{**given, **more})


_COUNTS = st.none() | st.integers(0, 10**13)
_COSTS = st.one_of(
    st.none(),
    st.decimals(0, 1_000, allow_nan=False, places=24).map(str),
    st.floats(0, 1, allow_nan=False).map(repr),
    st.sampled_from(["0", "1E-7", "NaN", "-1", "1e99", "0.1" + "1" * 24, ""]),
)


@st.composite
def rows(draw: st.DrawFn) -> UsageRow:
    """Return a row; two that are drawn may have one key, and then they are equal."""
    attempt = draw(st.sampled_from(["classifier", "first", "repair", "retry"]))
    model = draw(st.sampled_from(["v/cheap", "v/dear", "ü/" + "x" * 3_000]))
    return row(
        draw(st.integers(0, 10**6)),
        at=NOON + timedelta(hours=draw(st.integers(0, 50))),
        user_id=draw(st.sampled_from(["ann", "bob#1", "ünal"])),
        session_id=draw(st.sampled_from([None, "s", "t"])),
        attempt=attempt,
        model=CLASSIFIER if attempt == "classifier" else model,
        prompt_tokens=draw(_COUNTS),
        completion_tokens=draw(_COUNTS),
        cached_tokens=draw(_COUNTS),
        cost_usd=draw(_COSTS),
        cost_known=draw(st.booleans()),
        simulated=draw(st.booleans()),
    )
