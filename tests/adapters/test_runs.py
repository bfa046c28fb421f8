"""Runs: one at a time, every result counted once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from adapters.dynamodb.runs import RunStore
from contracts.failure import FailureCause
from contracts.ports import Seen
from contracts.run import RunKind, RunStatus
from tests.samples import NOON, lane, result, run


def test_a_second_run_of_a_kind_is_refused_by_name_while_the_first_is_active(
    runs: RunStore,
) -> None:
    first, second = run(), run(at=NOON + timedelta(hours=1))
    assert runs.create(first) is None
    assert runs.create(second) == first.run_id
    assert runs.get(second.run_id) is None


def test_kinds_do_not_hold_each_other_back(runs: RunStore) -> None:
    assert runs.create(run(RunKind.DECIDER)) is None
    assert runs.create(run(RunKind.CLASSIFIER)) is None


def test_of_many_racing_starts_exactly_one_wins(runs: RunStore) -> None:
    starts = [run(at=NOON + timedelta(seconds=n)) for n in range(8)]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(runs.create, starts))
    assert answers.count(None) == 1


def test_a_result_counts_once_however_often_it_is_recorded(runs: RunStore) -> None:
    started = run()
    runs.create(started)
    runs.add_lanes(started.run_id, [lane()])
    with ThreadPoolExecutor(8) as pool:
        stored = list(pool.map(runs.record, [result(started)] * 8))
    assert stored.count(True) == 1
    (counted,) = runs.lanes(started.run_id)
    assert (counted.done, counted.cost_usd) == (1, 0.25)


def test_racing_results_of_a_lane_all_count(runs: RunStore) -> None:
    started = run()
    runs.create(started)
    runs.add_lanes(started.run_id, [lane(expected=24)])
    rows = [result(started, f"case-{n}") for n in range(24)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(runs.record, rows))
    (counted,) = runs.lanes(started.run_id)
    assert (counted.done, counted.cost_usd) == (24, 6.0)
    assert len(runs.results(started.run_id)) == 24


def test_failures_holes_and_unknown_costs_are_counted_apart(runs: RunStore) -> None:
    started = run()
    runs.create(started)
    runs.add_lanes(started.run_id, [lane()])
    runs.record(result(started, "wrong", cause=FailureCause.WRONG_ANSWER))
    runs.record(result(started, "down", cause=FailureCause.PROVIDER_ERROR, cost=None))
    (counted,) = runs.lanes(started.run_id)
    assert (counted.done, counted.failed, counted.holes, counted.unpriced) == (2, 1, 1, 1)


def test_a_try_counts_its_cost_once_and_is_no_result(runs: RunStore) -> None:
    started = run()
    runs.create(started)
    runs.add_lanes(started.run_id, [lane()])
    tried = result(started, cause=FailureCause.RATE_LIMITED)
    later = tried.model_copy(update={"attempt": 1, "cost_usd": None})
    assert [runs.count_try(each) for each in (tried, tried, later)] == [True, False, True]
    (counted,) = runs.lanes(started.run_id)
    assert (counted.done, counted.tries, counted.cost_usd, counted.unpriced) == (0, 2, 0.25, 1)
    assert (runs.tried(tried), runs.tried(result(started, "case-2"))) == (True, False)


def test_a_hole_is_opened_once_and_never_anothers(runs: RunStore) -> None:
    started = run()
    runs.create(started)
    runs.add_lanes(started.run_id, [lane()])
    hole = result(started, cause=FailureCause.LOST)
    runs.record(hole)
    assert not runs.reopen(hole.model_copy(update={"attempt": 1}))
    assert [runs.reopen(hole), runs.reopen(hole)] == [True, False]
    (counted,) = runs.lanes(started.run_id)
    assert (counted.done, counted.holes, counted.tries, counted.cost_usd) == (0, 0, 1, 0.25)
    assert runs.record(result(started))


def test_carried_results_count_from_the_beginning(runs: RunStore) -> None:
    started = run()
    runs.create(started)
    taken = [result(started, f"case-{n}") for n in range(30)]
    runs.put_results(taken)
    runs.put_results(taken)
    runs.add_lanes(started.run_id, [lane(expected=31).model_copy(update={"carried": 30})])
    (counted,) = runs.lanes(started.run_id)
    assert (counted.done, counted.cost_usd, counted.through) == (30, 0, False)
    assert len(runs.results(started.run_id)) == 30


def test_a_lane_that_is_stopped_is_through_until_it_is_opened_again(runs: RunStore) -> None:
    started = run()
    runs.create(started)
    runs.add_lanes(started.run_id, [lane()])
    runs.stop_lane(started.run_id, lane(), "budget")
    assert runs.lanes(started.run_id)[0].through
    runs.stop_lane(started.run_id, lane(), None)
    assert not runs.lanes(started.run_id)[0].through


def test_a_run_stands_still_since_the_first_look_that_found_it_so(runs: RunStore) -> None:
    started, later = run(), NOON + timedelta(minutes=5)
    assert runs.seen(started, 3, NOON) == Seen(since=NOON, touched=NOON)
    runs.touch(started.run_id, later)
    assert runs.seen(started, 3, later) == Seen(since=NOON, touched=later)
    assert runs.seen(started, 4, later) == Seen(since=later, touched=later)


def test_dispatching_again_keeps_the_counts(runs: RunStore) -> None:
    started = run()
    runs.create(started)
    runs.add_lanes(started.run_id, [lane()])
    runs.record(result(started))
    runs.add_lanes(started.run_id, [lane()])
    assert runs.lanes(started.run_id)[0].done == 1


def test_stored_cases_are_those_of_the_lane_alone(runs: RunStore) -> None:
    started = run()
    runs.create(started)
    runs.add_lanes(started.run_id, [lane("d/cheap"), lane("d/dear")])
    runs.record(result(started, "case-1", "d/cheap"))
    runs.record(result(started, "case-2", "d/dear"))
    assert runs.stored_cases(started.run_id, "d/cheap", 0) == {"case-1"}
    assert runs.stored_cases(started.run_id, "d/cheap", 1) == set()


def test_an_ended_run_frees_its_kind_and_stays_ended(runs: RunStore) -> None:
    started = run()
    runs.create(started)
    assert runs.end(started, NOON, RunStatus.FAILED, "broken") is None
    assert runs.end(started, NOON, RunStatus.COMPLETED) is not None
    ended = runs.get(started.run_id)
    assert ended is not None
    assert (ended.status, ended.error) == (RunStatus.FAILED, "broken")
    assert runs.active(RunKind.DECIDER) is None


def test_runs_are_listed_newest_first(runs: RunStore) -> None:
    old, new = run(RunKind.DECIDER), run(RunKind.CLASSIFIER, NOON + timedelta(hours=1))
    runs.create(old)
    runs.create(new)
    assert [r.run_id for r in runs.newest(5)] == [new.run_id, old.run_id]
    assert [r.run_id for r in runs.newest(1)] == [new.run_id]
