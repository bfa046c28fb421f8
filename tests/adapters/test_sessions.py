"""A conversation is remembered for half an hour, whatever DynamoDB still holds."""

from dataclasses import dataclass

import pytest

from adapters.dynamodb.items import BatchIncomplete, Items
from adapters.dynamodb.sessions import TTL_SECONDS, SessionStore
from tests.samples import FOUND


@dataclass
class Clock:
    now: float = 1_000_000.0

    def __call__(self) -> float:
        return self.now


def test_the_model_and_the_classification_come_back_together(items: Items) -> None:
    store = SessionStore(items, Clock())
    store.stick("s", "d/cheap", None)
    store.remember("s", "c/one", "hash", FOUND)
    found = store.recall("s", "c/one", "hash")
    assert (found.incumbent, found.classification) == ("d/cheap", FOUND)


def test_another_content_classifier_or_session_finds_nothing(items: Items) -> None:
    store = SessionStore(items, Clock())
    store.remember("s", "c/one", "hash", FOUND)
    for key in (("s", "c/one", "other"), ("s", "c/two", "hash"), ("t", "c/one", "hash")):
        assert store.recall(*key).classification is None


def test_an_expired_entry_does_not_count_although_it_is_still_stored(items: Items) -> None:
    clock = Clock()
    store = SessionStore(items, clock)
    store.stick("s", "d/cheap", None)
    clock.now += TTL_SECONDS
    assert store.recall("s", "c", "h").incumbent is None


def test_an_entry_that_cannot_be_read_is_a_miss(items: Items) -> None:
    store = SessionStore(items, Clock())
    store.stick("s", "d/cheap", None)
    broken = items.client.scan(TableName="table")["Items"][0]
    items.put({**broken, "body": {"S": "{"}})
    assert store.recall("s", "c", "h").incumbent is None


def test_of_two_that_saw_the_same_state_the_first_one_is_kept(items: Items) -> None:
    clock = Clock()
    store = SessionStore(items, clock)
    assert store.stick("s", "one", None)
    assert not store.stick("s", "two", None)
    seen = store.recall("s", "c", "h")
    clock.now += 5
    assert (seen.incumbent, seen.seen is not None) == ("one", True)
    assert store.recall("s", "c", "h").idle_seconds == 5
    assert store.stick("s", "three", seen.seen)
    assert not store.stick("s", "four", seen.seen)
    assert store.recall("s", "c", "h").incumbent == "three"


def test_an_expired_state_is_in_nobodys_way(items: Items) -> None:
    clock = Clock()
    store = SessionStore(items, clock)
    store.stick("s", "one", None)
    clock.now += TTL_SECONDS + 1
    assert store.stick("s", "two", None)


def test_a_session_that_is_read_in_part_is_a_failure_and_no_new_session(
    items: Items, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = {"Responses": {items.table: []}, "UnprocessedKeys": {items.table: {"Keys": []}}}
    monkeypatch.setattr(items.client, "batch_get_item", lambda **_: answer)
    with pytest.raises(BatchIncomplete):
        SessionStore(items, Clock()).recall("s", "c/one", "hash")
