"""New checks on old answers: shown first, without a cost, and the old run stays as it was."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from contracts.admin import RegradeChange
from contracts.attempt import Verification
from contracts.check import Check, Exact, Verifier
from contracts.dataset import DeciderCase
from contracts.errors import Conflict, Refused, UnknownRun
from contracts.failure import FailureCause
from contracts.ports import Listing
from contracts.run import Lane, Run, RunKind, RunStatus
from contracts.tier import Tier
from functions.benchmark.cases import snapshot
from functions.benchmark.cases.bank import Bank
from functions.benchmark.runs.regrade import Regrader
from functions.benchmark.runs.reuse import reuse
from functions.benchmark.runs.start import Starter, Worker
from tests.benchmark.conftest import Bench, chunks_in
from tests.samples import NOON, decider_case, run

LATER = NOON + timedelta(hours=1)
WRONG = FailureCause.WRONG_ANSWER
Regrade = Callable[..., Regrader]


def today(check: Check | None = None, **changes: Any) -> DeciderCase:
    """Return case-0 as the dataset has it now."""
    return decider_case("case-0").model_copy(
        update={"check": check or Exact(value="41"), **changes}
    )


@pytest.fixture
def regrader(bench: Bench) -> Regrade:
    """Return a maker of regraders with a dataset of the given cases."""

    def offline() -> Listing:
        raise AssertionError("the provider is not asked")

    def of(*cases: DeciderCase) -> Regrader:
        worker = Worker(image="sha256:1", cli_version="7.4.11", max_tasks=20)
        starter = Starter(
            runs=bench.runs,
            evidence=bench.evidence,
            documents=bench.blobs,
            queue=bench.queue,
            models=offline,
            worker=worker,
            bank=lambda: Bank.of(cases),
        )
        return Regrader(bench.runs, bench.blobs, bench.evidence, starter)

    return of


def completed(bench: Bench, answers: tuple[str, ...] = ("42", "42"), **changes: Any) -> Run:
    """Return a completed run of one candidate that gave these answers."""
    one = {"deciderModels": [{"id": "d/cheap"}]}
    started = bench.begin(run(cases=len(answers), **{**one, **changes}))
    for n, answer in enumerate(answers):
        bench.grade(started, f"case-{n}", answer)
    return end(bench, started)


def end(bench: Bench, started: Run) -> Run:
    bench.runs.end(started, NOON, RunStatus.COMPLETED)
    return bench.runs.require(started.run_id)


def test_what_would_change_is_shown_and_nothing_is_written(bench: Bench, regrader: Regrade) -> None:
    old = completed(bench, ("42", "42", "41"))
    before = (bench.runs.results(old.run_id), list(bench.blobs.keys("")), old)
    found = regrader(today(), decider_case("case-1"), decider_case("case-2")).delta(old.run_id)
    change = {"candidate": "d/cheap", "repetition": 0}
    assert found.changes == (
        RegradeChange(case_id="case-0", before="passed", after=WRONG, **change),
    )
    assert (found.cases, found.new_run_id) == (1, None)
    after = (
        bench.runs.results(old.run_id),
        list(bench.blobs.keys("")),
        bench.runs.require(old.run_id),
    )
    assert after == before
    assert len(bench.evidence.of("d/cheap")) == 3
    assert bench.queue.sent == []


def test_a_failed_answer_can_become_right(bench: Bench, regrader: Regrade) -> None:
    old = completed(bench, ("41",))
    (change,) = regrader(today()).delta(old.run_id).changes
    assert (change.before, change.after) == (WRONG, "passed")


def test_every_repetition_and_candidate_is_regraded(bench: Bench, regrader: Regrade) -> None:
    started = bench.begin(run(cases=1, deciderRepetitions=2))
    bench.grade_all(started, "case-0")
    old = end(bench, started)
    found = regrader(today()).delta(old.run_id).changes
    assert {(c.candidate, c.repetition) for c in found} == {
        ("d/cheap", 0),
        ("d/cheap", 1),
        ("d/dear", 0),
        ("d/dear", 1),
    }


def test_a_run_that_is_applied_carries_everything_and_only_has_to_be_published(
    bench: Bench, regrader: Regrade
) -> None:
    old = completed(bench)
    new = regrader(today()).apply(old.run_id, LATER)
    assert (new.regrade_of, new.status, new.round) == (old.run_id, RunStatus.RUNNING, 0)
    assert new.dataset != old.dataset
    bench.chunks.lose()
    bench.dispatch(new.run_id)
    assert (chunks_in(bench.chunks), len(bench.publishes.sent)) == ([], 2)
    lane = bench.lane(new)
    assert (lane.done, lane.carried, lane.failed, lane.cost_usd) == (2, 2, 1, 0.0)
    rows = bench.runs.results(new.run_id)
    assert [(r.case_id, r.cause, r.carried_from) for r in rows] == [
        ("case-0", WRONG, old.run_id),
        ("case-1", None, old.run_id),
    ]


def test_the_old_run_keeps_its_numbers(bench: Bench, regrader: Regrade) -> None:
    old = completed(bench)
    before = bench.runs.results(old.run_id), bench.lane(old)
    regrader(today()).apply(old.run_id, LATER)
    assert (bench.runs.results(old.run_id), bench.lane(old)) == before
    assert bench.runs.require(old.run_id) == old


def test_later_runs_carry_the_new_verdict(bench: Bench, regrader: Regrade) -> None:
    old = completed(bench)
    regrader(today()).apply(old.run_id, LATER)
    into = run(at=LATER + timedelta(hours=1), cases=1, deciderModels=[{"id": "d/cheap"}])
    lane = Lane(candidate="d/cheap", repetition=0, expected=1)
    found = reuse(into, lane, [today()], bench.evidence.of("d/cheap"))
    assert [(r.cause, r.carried_from) for r in found.results] == [(WRONG, old.run_id)]
    before = reuse(into, lane, [decider_case("case-0")], bench.evidence.of("d/cheap"))
    assert [r.cause for r in before.results] == [None]


def test_a_regraded_run_can_be_regraded_from_the_answers_of_the_first(
    bench: Bench, regrader: Regrade
) -> None:
    first = completed(bench)
    second = regrader(today()).apply(first.run_id, LATER)
    bench.dispatch(second.run_id)
    end(bench, second)
    third = regrader(today(Exact(value="42."))).apply(second.run_id, LATER + timedelta(hours=1))
    bench.dispatch(third.run_id)
    assert [(r.cause, r.carried_from) for r in bench.runs.results(third.run_id)] == [
        (None, first.run_id),
        (None, first.run_id),
    ]


def test_the_attempt_that_brought_the_verdict_is_the_one_that_is_regraded(
    bench: Bench, regrader: Regrade
) -> None:
    started = bench.begin(run(cases=1, deciderModels=[{"id": "d/cheap"}]))
    bench.grade(started, "case-0", "", cause="provider_error")
    bench.grade(started, "case-0", "41", attempt=1)
    old = end(bench, started)
    (change,) = regrader(today()).delta(old.run_id).changes
    assert change.after == "passed"


@pytest.mark.parametrize("cause", ["timeout", "provider_refused"])
def test_an_attempt_that_ended_before_an_answer_stays_what_it_was(
    bench: Bench, regrader: Regrade, cause: str
) -> None:
    started = bench.begin(run(cases=1, deciderModels=[{"id": "d/cheap"}]))
    bench.grade(started, "case-0", "41", cause=cause)
    old = end(bench, started)
    assert regrader(today()).delta(old.run_id).changes == ()
    new = regrader(today()).apply(old.run_id, LATER)
    bench.dispatch(new.run_id)
    (row,) = bench.runs.results(new.run_id)
    assert (row.cause, bench.lane(new).holes) == (cause, int(cause == "provider_refused"))


def test_files_are_not_kept_so_a_verifiers_verdict_stays(bench: Bench, regrader: Regrade) -> None:
    by_files = today(Verifier(script="raise SystemExit(1)"))
    old = completed(bench)
    assert regrader(by_files).delta(old.run_id).changes == ()
    assert regrader(by_files).delta(old.run_id).cases == 0


def test_a_case_that_a_verifier_has_judged_keeps_its_verdict(
    bench: Bench, regrader: Regrade
) -> None:
    started = run(cases=1, deciderModels=[{"id": "d/cheap"}])
    case = today(Verifier(script="raise SystemExit(0)"))
    snapshot.write(started, [case], [], bench.blobs)
    bench.runs.create(started)
    bench.dispatch(started.run_id)
    passed = Verification(passed=True).wire()
    bench.grade(started, "case-0", "anything", verification=passed)
    old = end(bench, started)
    assert regrader(today()).delta(old.run_id).changes == ()
    new = regrader(today()).apply(old.run_id, LATER)
    assert snapshot.deciders(new.run_id, bench.blobs)["case-0"].check == case.check


@pytest.mark.parametrize(
    "cases",
    [
        (),
        (today(user_prompt="What else is wrong in case-0?"),),
        (today(tier=Tier.HIGH),),
        (decider_case("case-0"),),
    ],
)
def test_another_task_and_a_case_that_is_gone_keep_the_old_verdict(
    bench: Bench, regrader: Regrade, cases: tuple[DeciderCase, ...]
) -> None:
    old = completed(bench)
    found = regrader(*cases).delta(old.run_id)
    assert (found.cases, found.changes) == (0, ())
    new = regrader(*cases).apply(old.run_id, LATER)
    now = snapshot.deciders(new.run_id, bench.blobs)
    assert now == snapshot.deciders(old.run_id, bench.blobs)


def test_an_answer_that_is_gone_keeps_its_verdict(bench: Bench, regrader: Regrade) -> None:
    old = completed(bench)
    for key in list(bench.blobs.keys("attempts/")):
        bench.blobs.client.delete_object(Bucket=bench.blobs.bucket, Key=key)
    assert regrader(today()).delta(old.run_id).changes == ()


def test_only_a_decider_run_that_has_completed_is_regraded(bench: Bench, regrader: Regrade) -> None:
    with pytest.raises(UnknownRun):
        regrader(today()).delta("nope")
    started = bench.begin(run())
    with pytest.raises(Refused, match="is running; only a completed run"):
        regrader(today()).apply(started.run_id, LATER)
    requests = bench.write(run(RunKind.CLASSIFIER))
    bench.runs.end(requests, NOON, RunStatus.COMPLETED)
    with pytest.raises(Refused, match="classifier run; it keeps no answers"):
        regrader(today()).delta(requests.run_id)


def test_while_another_run_is_active_a_regrade_is_refused(bench: Bench, regrader: Regrade) -> None:
    old = completed(bench)
    active = bench.write(run(at=LATER))
    with pytest.raises(Conflict, match=f"{active.run_id} is active"):
        regrader(today()).apply(old.run_id, LATER + timedelta(hours=1))
    assert bench.queue.sent == []
