"""Decisions are counted by the hour, seldom written, and never at a request's expense."""

from datetime import timedelta

from adapters.dynamodb.decisions import DecisionCounts
from adapters.dynamodb.items import Items
from contracts.tier import Tier
from tests.samples import NOON

FIXING, CLEANUP = "debugging/bug_fixing", "refactoring/code_cleanup"


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_what_is_counted_is_written_once_a_minute(items: Items) -> None:
    clock = Clock()
    counts = DecisionCounts(items, clock)
    for clock.now in (0.0, 1.0, 59.0):
        counts.count(Tier.LOW, FIXING, NOON)
    assert counts.last_day(NOON) == {(Tier.LOW, FIXING): 1}
    clock.now = 61.0
    counts.count(Tier.HIGH, CLEANUP, NOON)
    assert counts.last_day(NOON) == {(Tier.LOW, FIXING): 3, (Tier.HIGH, CLEANUP): 1}


def test_processes_add_up_and_yesterday_falls_out(items: Items) -> None:
    for hours in (0, 23, 26):
        DecisionCounts(items).count(Tier.LOW, FIXING, NOON - timedelta(hours=hours))
    assert DecisionCounts(items).last_day(NOON) == {(Tier.LOW, FIXING): 2}


def test_a_table_that_cannot_be_written_costs_the_count_nothing_but_time(items: Items) -> None:
    clock = Clock()
    counts = DecisionCounts(Items(items.client, "nowhere"), clock)
    counts.count(Tier.LOW, FIXING, NOON)
    there = DecisionCounts(items, clock, counts._waiting)
    clock.now = 61.0
    there.count(Tier.LOW, FIXING, NOON)
    assert there.last_day(NOON) == {(Tier.LOW, FIXING): 2}
