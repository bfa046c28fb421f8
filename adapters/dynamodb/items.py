"""Read and write items of the table: a JSON body beside a few native attributes."""

import random
import time
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from adapters.dynamodb.keys import Key
from contracts.errors import Transient
from contracts.hot_record import Document

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

W = TypeVar("W", bound=Document)
_BODY = "body"
_PLAIN = 100_000  # characters; chosen: well below the 400 KB that DynamoDB allows an item
_BATCH = 25  # AWS: the most items in one BatchWriteItem
_PAUSES = (0.0, 0.1, 0.3, 1.0, 3.0)  # seconds before each attempt; chosen
_CONTENTION_PAUSES = (0.0, 0.0, 0.01, 0.02, 0.05, 0.1, 0.2, 0.4)
# Reasons of a cancelled transaction that pass by themselves (AWS, TransactWriteItems).
_PASSING = {"TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"}


class WriteContention(Transient):
    """A write met others again and again. Safe to repeat later."""


class BatchIncomplete(Transient):
    """DynamoDB wrote only a part of a batch. Safe to repeat later."""


def key_of(key: Key) -> dict[str, Any]:
    return {"pk": {"S": key.pk}, "sk": {"S": key.sk}}


def item(key: Key, body: Document | None = None, **attributes: int | str) -> dict[str, Any]:
    native = {
        name: {"S": value} if isinstance(value, str) else {"N": str(value)}
        for name, value in attributes.items()
    }
    return {**key_of(key), **native, **({_BODY: _packed(body.wire_json())} if body else {})}


def _packed(text: str) -> dict[str, Any]:
    """Return the body as an attribute, compressed if it is long: a table of a thousand candidates
    has more than a megabyte and repeats itself, and DynamoDB allows 400 KB an item."""
    return {"S": text} if len(text) <= _PLAIN else {"B": zlib.compress(text.encode())}


def body_of(kind: type[W], found: Mapping[str, Any]) -> W:
    body = found[_BODY]
    return kind.from_json(body["S"] if "S" in body else zlib.decompress(body["B"]))


@dataclass(frozen=True)
class Items:
    """The DynamoDB table. Reads are strongly consistent unless they say otherwise."""

    client: "DynamoDBClient"
    table: str

    def get(self, key: Key) -> dict[str, Any] | None:
        answer = self.client.get_item(TableName=self.table, Key=key_of(key), ConsistentRead=True)
        return dict(answer["Item"]) if "Item" in answer else None

    def get_body(self, kind: type[W], key: Key) -> W | None:
        found = self.get(key)
        return body_of(kind, found) if found else None

    def put(self, new: Mapping[str, Any]) -> None:
        self.client.put_item(TableName=self.table, Item=new)

    def delete(self, key: Key) -> None:
        self.client.delete_item(TableName=self.table, Key=key_of(key))

    def put_new(self, new: Mapping[str, Any]) -> bool:
        """Write a new item. Return False, and change nothing, if one with this key exists."""
        try:
            self.client.put_item(
                TableName=self.table, Item=new, ConditionExpression="attribute_not_exists(pk)"
            )
        except self.client.exceptions.ConditionalCheckFailedException:
            return False
        return True

    def put_all(self, new: Iterable[Mapping[str, Any]]) -> None:
        """Write items in batches, each on its own. Raises BatchIncomplete; safe to repeat."""
        requests = [{"PutRequest": {"Item": dict(each)}} for each in new]
        for start in range(0, len(requests), _BATCH):
            self._put_batch(requests[start : start + _BATCH])

    def _put_batch(self, waiting: list[Any]) -> None:
        for pause in _PAUSES:
            time.sleep(pause)
            answer = self.client.batch_write_item(RequestItems={self.table: waiting})
            waiting = list(answer.get("UnprocessedItems", {}).get(self.table, []))
            if not waiting:
                return
        raise BatchIncomplete(f"{len(waiting)} items were not accepted")

    def query(self, pk: str, prefix: str = "", **options: Any) -> Iterator[dict[str, Any]]:
        """Yield the items of a partition whose sort key starts with `prefix`, in key order."""
        values = {":pk": {"S": pk}, **({":sk": {"S": prefix}} if prefix else {})}
        pages = self.client.get_paginator("query").paginate(
            TableName=self.table,
            KeyConditionExpression="pk = :pk" + (" AND begins_with(sk, :sk)" if prefix else ""),
            ExpressionAttributeValues=values,
            ConsistentRead=True,
            **options,
        )
        for page in pages:
            yield from page["Items"]

    def transact(self, *steps: Mapping[str, Any]) -> tuple[str, ...] | None:
        """Write all steps or none. Return None if written, else DynamoDB's reason code of each
        step. Raises WriteContention when other writes came between again and again."""
        named = [
            {verb: {"TableName": self.table, **what}} for s in steps for verb, what in s.items()
        ]
        for pause in _CONTENTION_PAUSES:
            time.sleep(pause * random.uniform(0.5, 1.5))  # else two that meet would meet again
            refused = self._transact(named)
            if refused is None or not _PASSING.intersection(refused):
                return refused
        raise WriteContention(f"{len(steps)} writes met others again and again")

    def _transact(self, named: list[Any]) -> tuple[str, ...] | None:
        try:
            self.client.transact_write_items(TransactItems=named)
        except self.client.exceptions.TransactionCanceledException as error:
            reasons = error.response.get("CancellationReasons", [])
            return tuple(r.get("Code", "None") for r in reasons)
        return None
