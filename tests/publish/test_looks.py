"""A run in looks, through its real stores: which candidates continue, what is saved, and
crashes."""

from typing import Any

import pytest

from adapters.aws.blobs import Blobs
from adapters.dynamodb.decisions import DecisionCounts
from adapters.dynamodb.publications import PublicationStore
from adapters.run_completion import RunCompletion
from contracts.chunk import RunMessage
from contracts.evidence import Evidence, conditions_of
from contracts.look import Look, expected, places, span
from contracts.result import CaseResult
from contracts.run import Run, RunStatus
from contracts.tier import Tier
from functions.benchmark.cases import snapshot
from functions.benchmark.cases.select import deciders as select
from functions.benchmark.cases.select import ease_of
from functions.publish.look_savings import saved_by_looks
from functions.publish.publish import Publisher
from functions.publish.release import Releaser
from functions.publish.summaries import summaries_of
from tests.benchmark.conftest import Bench, Outbox, cases_of, chunks_in
from tests.samples import NOON, config, decider_case, result, run

LOOKS = (20, 30, 40)


@pytest.fixture
def publisher(bench: Bench) -> Publisher:
    live = PublicationStore(bench.runs.items)
    releaser = Releaser(bench.runs, live, DecisionCounts(bench.runs.items))
    return Publisher(
        bench.runs, RunCompletion(bench.runs, live, bench.blobs), bench.queue, releaser, Outbox()
    )


def begun(bench: Bench, *taken: CaseResult, **changes: Any) -> Run:
    """Begin a run with forty cases of one tier; the others have none, so nothing can be
    published."""
    of = run(cases=40, looks=LOOKS, **changes)
    return bench.begin(of, *taken)


def measure(bench: Bench, of: Run, candidate: str, right: int, cost: float) -> int:
    """Answer what was sent for a candidate, the first cases rightly. Return the number of cases."""
    ids = [
        c
        for chunk in chunks_in(bench.chunks)
        for c in chunk.case_ids
        if chunk.candidate == candidate
    ]
    for case_id in ids:
        answer = "42" if int(case_id.split("-")[1]) < right else "41"
        meter = {"calls": 1, "costUsd": cost}
        bench.grade(of, case_id, answer, candidate=candidate, meter=meter)
    return len(ids)


def step(bench: Bench, of: Run, *, cheap: int, dear: int) -> tuple[int, int]:
    counts = measure(bench, of, "d/cheap", cheap, 0.1), measure(bench, of, "d/dear", dear, 0.2)
    bench.chunks.lose()
    return counts


def look(publisher: Publisher, bench: Bench, of: Run) -> str:
    """End a look, and dispatch what it asks for. Return what happened."""
    came = publisher.publish(of.run_id, NOON)
    if bench.queue.lose():
        bench.dispatch(of.run_id)
    return came


def test_the_first_look_measures_everybody_on_its_cases(bench: Bench) -> None:
    of = begun(bench)
    assert {lane.expected for lane in bench.runs.lanes(of.run_id)} == {20}
    assert step(bench, of, cheap=20, dear=20) == (20, 20)


def test_who_cannot_win_any_more_is_not_measured_on(publisher: Publisher, bench: Bench) -> None:
    of = begun(bench)
    step(bench, of, cheap=16, dear=5)
    assert look(publisher, bench, of) == "going on"
    assert step(bench, of, cheap=40, dear=0) == (10, 0), "the dear one is under the bar for good"
    assert [k.going for k in bench.runs.looks(of.run_id)] == [{"d/cheap": (Tier.LOW,)}]
    assert {e.candidate: e.expected for e in bench.runs.lanes(of.run_id)} == {
        "d/cheap": 30,
        "d/dear": 20,
    }


def test_when_the_cheapest_is_proven_nobody_goes_on(publisher: Publisher, bench: Bench) -> None:
    of = begun(bench)
    step(bench, of, cheap=20, dear=18)
    assert look(publisher, bench, of) == "failed", "the other tiers are empty here"
    assert bench.runs.looks(of.run_id) == []


def test_after_the_last_look_the_run_ends_with_whatever_there_is(
    publisher: Publisher, bench: Bench
) -> None:
    of, seen = begun(bench), []
    for right in (16, 24, 32):
        seen.append(step(bench, of, cheap=right, dear=0)[0])
        came = look(publisher, bench, of)
    assert (seen, came) == ([20, 10, 10], "failed")
    assert bench.runs.require(of.run_id).status is RunStatus.FAILED


def test_the_confidence_is_that_of_the_last_look_a_candidate_was_in(
    publisher: Publisher, bench: Bench
) -> None:
    of = begun(bench)
    step(bench, of, cheap=16, dear=5)
    look(publisher, bench, of)
    step(bench, of, cheap=40, dear=0)
    found = summaries_of(of, bench.runs.results(of.run_id), bench.runs.looks(of.run_id))
    sure = {s.model: s.confidence for s in found if s.tier is Tier.LOW}
    assert sure == {"d/cheap": pytest.approx(0.97), "d/dear": pytest.approx(0.98)}


def test_a_repeated_message_asks_for_no_second_look(publisher: Publisher, bench: Bench) -> None:
    of = begun(bench)
    step(bench, of, cheap=16, dear=5)
    look(publisher, bench, of)
    assert publisher.publish(of.run_id, NOON) == "unfinished"
    assert len(bench.runs.looks(of.run_id)) == 1


@pytest.mark.parametrize("dies_at", ["add_look", "send", "raise_lane"])
def test_a_publisher_that_dies_between_looks_is_made_good_by_the_next_message(
    publisher: Publisher, bench: Bench, monkeypatch: pytest.MonkeyPatch, dies_at: str
) -> None:
    of = begun(bench)
    step(bench, of, cheap=16, dear=5)
    owner = Outbox if dies_at == "send" else type(bench.runs)
    with monkeypatch.context() as broken:
        broken.setattr(owner, dies_at, _die)
        with pytest.raises(ConnectionError):
            publisher.publish(of.run_id, NOON)
    assert look(publisher, bench, of) == "going on"
    assert step(bench, of, cheap=40, dear=0) == (10, 0)
    assert look(publisher, bench, of) == "failed"


def _die(*_: Any, **__: Any) -> None:
    raise ConnectionError


def test_a_dispatch_that_is_repeated_sends_nothing_twice_for_what_has_a_result(
    publisher: Publisher, bench: Bench
) -> None:
    of = begun(bench)
    step(bench, of, cheap=16, dear=5)
    look(publisher, bench, of)
    step(bench, of, cheap=40, dear=0)
    bench.dispatch(of.run_id)
    assert chunks_in(bench.chunks) == []


def carried(of: Run, candidate: str, right: int) -> list[CaseResult]:
    return [
        result(of, f"case-{n}", candidate, cost=0.1).model_copy(
            update={"carried_from": "earlier", "score": float(n < right)}
        )
        for n in range(40)
    ]


def test_what_is_carried_counts_look_by_look_and_costs_nothing(
    publisher: Publisher, bench: Bench
) -> None:
    of = run(cases=40, looks=LOOKS)
    bench.begin(of, *carried(of, "d/cheap", 16))
    lane = bench.lane(of)
    assert (lane.done, lane.carried, lane.expected) == (20, 20, 20)
    step(bench, of, cheap=0, dear=5)
    look(publisher, bench, of)
    lane = bench.lane(of)
    assert (lane.done, lane.carried, lane.expected, lane.cost_usd) == (30, 30, 30, 0.0)
    assert chunks_in(bench.chunks) == []


def test_a_run_that_the_sweep_gives_up_takes_no_further_look(
    publisher: Publisher, bench: Bench
) -> None:
    of = begun(bench)
    step(bench, of, cheap=16, dear=5)
    bench.runs.give_up(of)
    assert publisher.publish(of.run_id, NOON) == "failed"
    assert bench.runs.looks(of.run_id) == []


def test_what_the_sweep_gives_up_is_only_what_was_to_be_measured(
    publisher: Publisher, bench: Bench
) -> None:
    of = begun(bench)
    bench.dead_letters.lose_rest(of, "no result for hours")
    assert {lane.done for lane in bench.runs.lanes(of.run_id)} == {20}


def test_what_looks_spared_is_counted_and_priced(publisher: Publisher, bench: Bench) -> None:
    of = begun(bench)
    step(bench, of, cheap=20, dear=18)
    look(publisher, bench, of)
    found = summaries_of(of, bench.runs.results(of.run_id))
    done = of.model_copy(update={"status": RunStatus.COMPLETED})
    saved = saved_by_looks(done, [], found)
    assert saved is not None
    assert saved.measurements == 40
    assert saved.cost_usd == pytest.approx(20 * 0.1 + 20 * 0.2)
    assert saved_by_looks(run(), [], []) is None


def test_looks_go_as_far_as_the_bank_does() -> None:
    assert [len(span(LOOKS, number, 25)) for number in range(3)] == [20, 5, 0]
    assert [len(span((), 0, 25)), len(span(LOOKS, 0, 7))] == [25, 7]
    further = [Look(number=1, going={"a": (Tier.LOW,)}), Look(number=2, going={"b": (Tier.LOW,)})]
    assert places(LOOKS, further, "a", Tier.LOW, 40) == [*range(30)]
    assert places(LOOKS, further, "b", Tier.LOW, 40) == [*range(20), *range(30, 40)]
    assert expected(LOOKS, further, "a", {Tier.LOW: 40, Tier.HIGH: 8}) == 38


def test_each_beginning_of_a_tier_is_as_easy_as_the_whole() -> None:
    cases = [decider_case(f"debugging-bug-fixing-{n}") for n in range(40)]
    of = run()
    known = [
        Evidence(
            conditions=conditions_of(of, "d/cheap", ""),
            result=result(of, c.case_id, digest=c.digest).model_copy(
                update={"score": float(n < 20)}
            ),
        )
        for n, c in enumerate(cases)
    ]
    ease = ease_of(known)
    chosen = select(cases, config(looks=[10, 20, 40]), ease)
    assert len(chosen) == 40
    for size in (10, 20, 30):
        assert sum(ease[c.digest] for c in chosen[:size]) == pytest.approx(size / 2, abs=1)
    assert select(cases, config(casesPerTier=10), ease) == cases[:10]


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"looks": [40, 20]}, "looks"),
        ({"looks": [0, 20]}, "looks"),
        ({"looks": [1, 2, 3, 4]}, "looks"),
        ({"looks": [20], "casesPerTier": 5}, "casesPerTier"),
        ({"fallbackModel": {"id": "kilo-auto/efficient"}}, "fallbackModel"),
        (
            {"fallbackModel": {"id": "d/dear"}},
            "fallbackModel: d/dear has a different reasoningEffort",
        ),
        ({"fallbackMargin": 0}, "fallbackMargin"),
        ({"minSaving": 2}, "minSaving"),
        ({"tierMinAccuracy": {"low": 2}}, "tierMinAccuracy"),
        ({"granularity": "case"}, "granularity"),
    ],
)
def test_a_config_that_says_two_things_is_refused_by_field(
    changes: dict[str, Any], named: str
) -> None:
    with pytest.raises(ValueError, match=named):
        config(**changes)


def test_the_snapshot_keeps_the_order_of_the_looks(bench: Bench, blobs: Blobs) -> None:
    of = bench.write(run(cases=40, looks=LOOKS))
    kept = snapshot.deciders(of.run_id, blobs)
    assert list(kept) == [c.case_id for c in cases_of(of)]


def test_the_message_of_a_further_look_is_that_of_a_run(publisher: Publisher, bench: Bench) -> None:
    of = begun(bench)
    step(bench, of, cheap=16, dear=5)
    publisher.publish(of.run_id, NOON)
    assert bench.queue.sent == [RunMessage(run_id=of.run_id)]
