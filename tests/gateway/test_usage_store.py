"""Rows and sums count once: in any batches, with repeats, conflicts, and after any crash."""

from collections.abc import Sequence
from decimal import Context
from typing import Any
from unittest.mock import patch

import pytest
from botocore.exceptions import ClientError, ReadTimeoutError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from moto.dynamodb.models.dynamo_type import DynamoType

from adapters.dynamodb import items as items_module
from adapters.dynamodb import usage as usage_module
from adapters.dynamodb.items import Items, WriteContention
from adapters.dynamodb.usage import RowsRefused, UsageStore
from adapters.dynamodb.usage_reads import UsageReads
from contracts.usage import UsageRow, Used, total, used
from tests.gateway.usage import DAYS, exact_add, row, rows, table

MOST = 8
FULL = ["ThrottlingError", "TransactionConflict", "ProvisionedThroughputExceeded"]


@pytest.fixture
def usage(aws: None, monkeypatch: pytest.MonkeyPatch) -> Items:
    monkeypatch.setattr(DynamoType, "__add__", exact_add)
    monkeypatch.setattr(items_module, "_CONTENTION_PAUSES", (0.0,) * 4)
    monkeypatch.setattr(usage_module, "_MOST_STEPS", 6)
    return table("usage")


def read(usage: Items, **by: Any) -> list[Used]:
    """Return all pages, which are small."""
    found: list[Used] = []
    after = None
    while True:
        page = UsageReads(usage).sums(DAYS, limit=3, after=after, **by)
        found += page.lines
        if (after := page.next) is None:
            return sorted(found, key=lambda each: tuple(map(str, each.line)))


def counted(written: Sequence[UsageRow]) -> Used:
    """Return the sum over distinct keys."""
    return total(used(each) for each in {each.key: each for each in written}.values())


def dying(usage: Items, at: int, how: str) -> UsageStore:
    client: Any = Dies(usage.client, at, how)
    return UsageStore(Items(client, usage.table))


class Dies:
    """A client that dies before or after its call number `at`, or is refused by DynamoDB then."""

    def __init__(self, client: Any, at: int, how: str) -> None:
        self._client, self._left, self._how = client, at, how

    def __getattr__(self, name: str) -> Any:
        return getattr(self._client, name)

    def transact_write_items(self, **asked: Any) -> Any:
        self._left -= 1
        if self._left == 0 and self._how == "before":
            raise ReadTimeoutError(endpoint_url="x")
        if self._left == 0 and self._how == "throttled":
            refused: Any = {"Error": {"Code": "ThrottlingException", "Message": "x"}}
            raise ClientError(refused, "TransactWriteItems")
        answer = self._client.transact_write_items(**asked)
        if self._left == 0 and self._how == "after":
            raise ReadTimeoutError(endpoint_url="x")
        return answer


def test_rows_and_their_sums_are_read_back(usage: Items) -> None:
    written = [
        row(1, cost_usd="0.1"),
        row(2, cost_usd="0.2", cached_tokens=60),
        row(3, model="v/dear", cost_usd=None),
        row(4, attempt="classifier", model="auto-routing/classifier", cost_usd="0.00001"),
    ]
    assert UsageStore(usage).write(written) == 0
    classifier, cheap, dear = read(usage)
    assert (cheap.requests, cheap.attempts, str(cheap.cost_usd)) == (2, 2, "0.3")
    assert (cheap.prompt_tokens, cheap.cached_tokens, cheap.unknown_costs) == (200, 60, 0)
    assert (dear.cost_usd, dear.unknown_costs, dear.cached_tokens) == (None, 1, None)
    assert (classifier.attempts, format(classifier.classifier_usd, "f")) == (0, "0.00001")
    assert list(UsageReads(usage).session("u", "s").rows) == written


def test_reads_are_by_user_and_by_model_and_by_day(usage: Items) -> None:
    UsageStore(usage).write([row(n, user_id=f"u{n % 3}", model=f"v/{n % 2}") for n in range(12)])
    assert {each.user_id for each in read(usage, user="u1")} == {"u1"}
    assert {each.user_id for each in read(usage, model="v/1")} == {"u0", "u1", "u2"}
    assert {each.line for each in read(usage, user="u1", model="v/1")} == {("u1", DAYS[0], "v/1")}
    assert len(read(usage)) == 6
    assert UsageReads(usage).sums(DAYS[1:]).lines == ()


def test_a_session_is_one_of_its_user_and_comes_by_pages(usage: Items) -> None:
    UsageStore(usage).write([row(n) for n in range(5)] + [row(9, user_id="other")])
    reads = UsageReads(usage)
    first = reads.session("u", "s", limit=3)
    rest = reads.session("u", "s", limit=3, after=first.next)
    assert [each.key for each in (*first.rows, *rest.rows)] == [row(n).key for n in range(5)]
    assert (first.next is not None, rest.next) == (True, None)


@pytest.mark.parametrize("how", ["before", "after", "throttled"])
@pytest.mark.parametrize("at", [1, 2, 3])
def test_a_batch_that_died_between_two_calls_counts_once_when_it_is_written_again(
    usage: Items, at: int, how: str
) -> None:
    written = [row(n, model=f"v/{n % 7}", user_id=f"u{n % 5}") for n in range(12)]
    with pytest.raises((ReadTimeoutError, ClientError)):
        dying(usage, at, how).write(written)
    UsageStore(usage).write(written)
    assert total(read(usage)) == counted(written)


def test_a_second_writer_in_the_middle_of_the_first_one_counts_nothing_twice(
    usage: Items,
) -> None:
    written, transact = [row(n) for n in range(12)], Items._transact
    between = iter([written[:4], written[2:9]])

    def met(items: Items, named: list[Any]) -> tuple[str, ...] | None:
        if (others := next(between, None)) is not None:
            UsageStore(items).write(others)
        return transact(items, named)

    with patch.object(Items, "_transact", met):
        UsageStore(usage).write(written)
    assert total(read(usage)) == counted(written)


@pytest.mark.parametrize("reason", FULL)
def test_a_sum_that_others_write_too_is_tried_again_and_then_the_rows_wait(
    usage: Items, reason: str
) -> None:
    codes = iter([("None", reason), ("None", reason)])
    transact = Items._transact
    with patch.object(
        Items, "_transact", lambda items, named: next(codes, None) or transact(items, named)
    ):
        UsageStore(usage).write([row(1)])
    with (
        patch.object(Items, "_transact", lambda *_: ("None", reason)),
        pytest.raises(WriteContention),
    ):
        UsageStore(usage).write([row(2)])
    assert total(read(usage)).attempts == 1


def test_a_row_that_is_refused_for_ever_holds_no_other_up(usage: Items) -> None:
    transact = Items._transact

    def refusing(items: Items, named: list[Any]) -> tuple[str, ...] | None:
        if any("bad" in str(step) for step in named):
            return ("ValidationError", *["None"] * (len(named) - 1))
        return transact(items, named)

    written = [*(row(n) for n in range(7)), row(99, reason="bad")]
    with patch.object(Items, "_transact", refusing):
        assert UsageStore(usage).write(written) == 1
    assert total(read(usage)) == counted(written[:-1])


@pytest.mark.parametrize("models", [1, 7, 250])
def test_a_transaction_has_at_most_a_hundred_steps_and_each_row_is_in_one(models: int) -> None:
    written = [row(n, model=f"v/{n % models}") for n in range(250)]
    chunks = list(usage_module._chunks(written))
    assert all(len(chunk) + len({each.model for each in chunk}) <= 100 for chunk in chunks)
    assert sorted(each.key for chunk in chunks for each in chunk) == sorted(
        each.key for each in written
    )


def test_a_table_that_refuses_every_row_loses_none(usage: Items) -> None:
    wrong = Items(usage.client, "wrong")
    usage.client.create_table(
        TableName="wrong",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    with pytest.raises(RowsRefused):
        UsageStore(wrong).write([row(n) for n in range(4)])


def test_no_text_of_a_client_is_too_long_for_the_table(usage: Items) -> None:
    long = "ü" * 300_000
    written = [
        row(1, session_id=long, model=long, client_request_id=long, key=f"{long}1"),
        row(2, session_id=long, model=f"{long}2", key=f"{long}2"),
        row(3, model=" " * 600 + "x", client_request_id="\ud800"),
    ]
    assert UsageStore(usage).write(written) == 0
    assert len(UsageReads(usage).session("u", long).rows) == 2
    assert len(read(usage)) == 3
    assert len(read(usage, model=long)) == 1


def test_a_row_is_forgotten_after_90_days_and_its_sum_after_three_years(usage: Items) -> None:
    UsageStore(usage).write([row(1)])
    found = usage.client.scan(TableName="usage")["Items"]
    ends = {each["pk"]["S"][:3]: int(each["expiresAt"]["N"]) for each in found}
    midnight = row(0).at.replace(hour=0).timestamp()
    assert ends == {"ROW": midnight + 90 * 86_400, "SUM": midnight + 1_100 * 86_400}


batches = st.lists(st.integers(0, MOST - 1), max_size=MOST)


@pytest.fixture(scope="module")
def fresh() -> Any:
    return iter(range(10**6))


@given(
    pool=st.lists(rows(), min_size=1, max_size=MOST, unique_by=lambda each: each.key),
    split=st.lists(batches, max_size=4),
    crashes=st.lists(st.tuples(st.integers(1, 3), st.sampled_from(["before", "after"]))),
)
@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_the_sums_are_those_over_distinct_keys_however_rows_are_written(
    usage: Items, fresh: Any, pool: list[UsageRow], split: list[list[int]], crashes: Any
) -> None:
    """Each batch may die at a call of its own; what it held is written again later, with others."""
    mine = table(f"usage{next(fresh)}")
    written = [[pool[n % len(pool)] for n in numbers] for numbers in split]
    for batch, (at, how) in zip(written, crashes, strict=False):
        try:
            dying(mine, at, how).write(batch)
        except ReadTimeoutError:
            continue
    for batch in (*written, pool):
        assert UsageStore(mine).write(batch) == 0
    found = read(mine)
    assert total(found) == counted(pool)
    for line in found:
        same = [used(each) for each in pool if each.user_id == line.user_id]
        same = [each for each in same if each.day == line.day]
        exact = total((e for e in same if _short(e.model) == line.model), *line.line)
        assert exact == line
    mine.client.delete_table(TableName=mine.table)


def _short(model: str | None) -> str:
    from adapters.dynamodb.usage_keys import short

    return short(model or "")


def test_costs_are_added_to_the_last_digit(usage: Items) -> None:
    """A float would lose the small one, and so would 28 digits."""
    costs = ["999999.999999", "0.000000000000000000000001", "0.1", "0.2"]
    UsageStore(usage).write([row(n, cost_usd=cost) for n, cost in enumerate(costs)])
    (line,) = read(usage)
    assert format(line.cost_usd, "f") == "1000000.299999000000000000000001"
    assert Context(prec=20).create_decimal(line.cost_usd or 0) != line.cost_usd
