"""At most one worker solves a case; one that dies holds the others up only for a while."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from adapters.dynamodb.claims import Claims
from adapters.dynamodb.items import Items
from contracts.chunk import Chunk
from contracts.run import RunKind

CHUNK = Chunk(
    run_id="run", kind=RunKind.DECIDER, candidate="d/cheap", repetition=0, case_ids=("one", "two")
)


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def claims(items: Items, clock: Clock) -> Claims:
    return Claims(items, 120, clock)


def test_a_case_has_one_holder(claims: Claims) -> None:
    assert claims.take(CHUNK, "one", "first")
    assert not claims.take(CHUNK, "one", "second")
    assert claims.take(CHUNK, "two", "second")


def test_of_many_at_once_one_gets_the_case(claims: Claims) -> None:
    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(lambda n: claims.take(CHUNK, "one", f"holder {n}"), range(8)))
    assert taken.count(True) == 1


@pytest.mark.parametrize("other", [{"run_id": "other"}, {"candidate": "d/dear"}, {"repetition": 1}])
def test_other_runs_candidates_and_repetitions_are_other_cases(
    claims: Claims, other: dict[str, object]
) -> None:
    claims.take(CHUNK, "one", "first")
    assert claims.take(CHUNK.model_copy(update=other), "one", "second")


def test_a_later_try_is_no_other_case(claims: Claims) -> None:
    claims.take(CHUNK, "one", "first")
    assert not claims.take(CHUNK.model_copy(update={"attempt": 1}), "one", "second")


def test_a_claim_that_is_renewed_lasts(claims: Claims, clock: Clock) -> None:
    for _ in range(5):
        assert claims.take(CHUNK, "one", "first")
        clock.now += 80
        assert not claims.take(CHUNK, "one", "second")


def test_a_claim_ends_by_itself(claims: Claims, clock: Clock) -> None:
    claims.take(CHUNK, "one", "first")
    clock.now += 119
    assert not claims.take(CHUNK, "one", "second")
    clock.now += 1
    assert claims.take(CHUNK, "one", "second")
    assert not claims.take(CHUNK, "one", "first")


def test_what_is_released_is_free_at_once(claims: Claims) -> None:
    claims.take(CHUNK, "one", "first")
    claims.give_up(CHUNK, "one", "first")
    assert claims.take(CHUNK, "one", "second")


def test_nobody_releases_what_somebody_else_holds(claims: Claims) -> None:
    claims.take(CHUNK, "one", "first")
    claims.give_up(CHUNK, "one", "second")
    assert not claims.take(CHUNK, "one", "third")


def test_a_claim_that_was_given_up_ends_now_so_that_dynamodb_deletes_it(
    claims: Claims, items: Items, clock: Clock
) -> None:
    """DynamoDB deletes no item whose end is more than five years ago."""
    claims.take(CHUNK, "one", "me")
    claims.give_up(CHUNK, "one", "me")
    (found,) = items.query("CLAIM#run")
    assert float(found["expiresAt"]["N"]) == clock.now
    assert claims.take(CHUNK, "one", "another")
