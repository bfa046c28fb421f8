"""What was measured under the same conditions is not measured again."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.evidence import Conditions, Evidence, conditions_of
from contracts.price import Price
from contracts.run import Lane, Run, RunKind
from functions.benchmark.cases import chunking
from functions.benchmark.runs.reuse import Carried, reuse
from tests.benchmark.conftest import Bench, cases_of, chunks_in, good
from tests.samples import NOON, result, run

WORLD: dict[str, Any] = {
    "provider": "https://provider.example/v1",
    "cli_version": "7.4.11",
    "prices": {"d/cheap": Price(prompt=1e-7, completion=4e-7)},
}
CHEAP = Lane(candidate="d/cheap", repetition=0, expected=2)


def first(bench: Bench, kind: RunKind = RunKind.DECIDER, **changes: Any) -> Run:
    """Return a run that has measured all its cases."""
    started = bench.begin(run(kind, **changes).model_copy(update=WORLD))
    if kind is RunKind.CLASSIFIER:
        for chunk in chunks_in(bench.replays):
            bench.replay(chunk, good)
    else:
        bench.grade_all(started, *[case.case_id for case in cases_of(started)])
    return started


def second(kind: RunKind = RunKind.DECIDER, world: Any = None, **changes: Any) -> Run:
    started = run(kind, NOON + timedelta(hours=1), **changes)
    return started.model_copy(update={**WORLD, **(world or {})})


def carried(bench: Bench, into: Run, lane: Lane = CHEAP) -> Carried:
    return reuse(into, lane, cases_of(into), bench.evidence.of(lane.candidate))


def test_equal_evidence_is_carried_and_says_who_measured_it(bench: Bench) -> None:
    one, two = first(bench), second()
    found = carried(bench, two)
    assert (len(found.results), found.todo, found.why) == (2, (), {})
    for row in found.results:
        measured = bench.result(one, row.case_id)
        assert measured is not None
        moved = {"run_id": two.run_id, "carried_from": one.run_id}
        assert row == measured.model_copy(update=moved)


def test_what_is_carried_twice_still_names_the_run_that_measured_it(bench: Bench) -> None:
    one, two = first(bench), second()
    bench.controller.cancel(one.run_id, NOON, "tester")
    bench.begin(two, *carried(bench, two).results)
    third = run(at=NOON + timedelta(hours=2)).model_copy(update=WORLD)
    assert {row.measured_by for row in carried(bench, third).results} == {one.run_id}


def test_only_new_cases_are_measured(bench: Bench) -> None:
    first(bench, cases=2)
    found = carried(bench, second(cases=4))
    assert [row.case_id for row in found.results] == ["case-0", "case-1"]
    assert (found.todo, found.why) == (("case-2", "case-3"), {"not measured yet": 2})


def test_only_new_repetitions_are_measured(bench: Bench) -> None:
    first(bench, deciderRepetitions=2)
    into = second(deciderRepetitions=3)
    lanes = [e for e in chunking.lanes(into.kind, into.config, 2) if e.candidate == "d/cheap"]
    assert [len(carried(bench, into, lane).todo) for lane in lanes] == [0, 0, 2]


def test_a_candidate_that_was_never_measured_has_everything_to_do(bench: Bench) -> None:
    first(bench)
    found = carried(bench, second(), Lane(candidate="d/dear", repetition=1, expected=2))
    assert (len(found.todo), found.why) == (2, {"not measured yet": 2})


@pytest.mark.parametrize(
    ("changes", "world", "named"),
    [
        ({"deciderModels": [{"id": "d/cheap", "reasoningEffort": "low"}]}, {}, "effort"),
        ({"caseTimeout": 60}, {}, "limits"),
        ({"maxCallsPerCase": 7}, {}, "limits"),
        ({"maxCostPerCaseUsd": 0.5}, {}, "limits"),
        ({}, {"cli_version": "8.0.0"}, "cli_version"),
        ({}, {"provider": "https://other.example/v1"}, "provider"),
        ({}, {"prices": {"d/cheap": Price(prompt=1e-7, completion=5e-7)}}, "price"),
        ({}, {"prices": {}}, "price"),
        ({"caseTimeout": 60}, {"cli_version": "8.0.0"}, "cli_version, limits"),
    ],
)
def test_under_another_condition_all_is_measured_anew_and_the_condition_is_named(
    bench: Bench, changes: dict[str, Any], world: dict[str, Any], named: str
) -> None:
    first(bench)
    found = carried(bench, second(world=world, **changes))
    assert (found.results, len(found.todo)) == ((), 2)
    assert found.why == {f"measured under different conditions ({named})": 2}


@pytest.mark.parametrize(
    "changes",
    [{"minAccuracy": 0.9}, {"chunkSize": 1}, {"maxConcurrency": 9}, {"maxCostPerRunUsd": 1}],
)
def test_what_cannot_change_a_number_changes_nothing(bench: Bench, changes: dict[str, Any]) -> None:
    first(bench)
    assert carried(bench, second(**changes)).todo == ()


def test_the_price_of_another_model_changes_nothing(bench: Bench) -> None:
    first(bench)
    prices = {**WORLD["prices"], "d/dear": Price(prompt=1e-6, completion=4e-6)}
    assert carried(bench, second(world={"prices": prices})).todo == ()


def test_of_two_conditions_the_nearer_one_is_named(bench: Bench) -> None:
    one = first(bench)
    far = Conditions(provider="https://other.example/v1", cli_version="1.0.0")
    for row in bench.runs.results(one.run_id):
        bench.evidence.keep(Evidence(conditions=far, result=row))
    found = carried(bench, second(world={"cli_version": "8.0.0"}))
    assert found.why == {"measured under different conditions (cli_version)": 2}


def test_a_case_that_was_changed_is_measured_anew(bench: Bench) -> None:
    first(bench)
    into = second()
    changed, kept = cases_of(into)
    asked = changed.model_copy(update={"user_prompt": "What else is wrong?"})
    found = reuse(into, CHEAP, [asked, kept], bench.evidence.of("d/cheap"))
    assert (found.todo, found.why) == (("case-0",), {"not measured yet": 1})


def test_a_hole_is_never_carried(bench: Bench) -> None:
    started = bench.begin(run(maxTries=1).model_copy(update=WORLD))
    bench.grade(started, "case-0")
    bench.grade(started, "case-1", cause="provider_error")
    assert bench.lane(started).holes == 1
    assert carried(bench, second(maxTries=1)).todo == ("case-1",)


def test_classifiers_carry_as_long_as_their_instructions_are_the_same(bench: Bench) -> None:
    one = first(bench, RunKind.CLASSIFIER)
    into = second(RunKind.CLASSIFIER)
    lane = Lane(candidate="c/one", repetition=0, expected=2)
    assert carried(bench, into, lane).todo == ()
    rows = bench.runs.results(one.run_id)
    older = conditions_of(one, "c/one", "0" * 16)
    known = [Evidence(conditions=older, result=row) for row in rows if row.candidate == "c/one"]
    found = reuse(into, lane, cases_of(into), known)
    assert (len(found.todo), found.why) == (2, {"measured under different conditions (prompt)": 2})


def test_classifiers_do_not_depend_on_the_cli(bench: Bench) -> None:
    first(bench, RunKind.CLASSIFIER)
    into = second(RunKind.CLASSIFIER, {"cli_version": "8.0.0"}, caseTimeout=60)
    assert carried(bench, into, Lane(candidate="c/one", repetition=0, expected=2)).todo == ()


_CASES = 6
_CELLS = st.tuples(st.integers(0, _CASES + 1), st.integers(0, 2), st.booleans())


@given(st.sets(_CELLS), st.integers(0, 2))
def test_carried_and_to_be_measured_are_all_cases_and_none_twice(
    cells: set[tuple[int, int, bool]], repetition: int
) -> None:
    into = second(cases=_CASES, deciderRepetitions=3)
    same = conditions_of(into, "d/cheap", "")
    other = same.model_copy(update={"cli_version": "8.0.0"})
    digests = [case.digest for case in cases_of(second(cases=_CASES + 2))]
    known = [
        Evidence(
            conditions=same if usable else other,
            result=result(into, f"case-{n}", repetition=rep, digest=digests[n]),
        )
        for n, rep, usable in cells
    ]
    lane = Lane(candidate="d/cheap", repetition=repetition, expected=_CASES)
    found = reuse(into, lane, cases_of(into), known)
    ids = [row.case_id for row in found.results]
    assert sorted([*ids, *found.todo]) == [f"case-{n}" for n in range(_CASES)]
    usable_here = {f"case-{n}" for n, rep, usable in cells if usable and rep == repetition}
    assert set(ids) == usable_here & {f"case-{n}" for n in range(_CASES)}
    assert sum(found.why.values()) == len(found.todo)
