"""A run is started as it was planned, or not at all."""

from datetime import timedelta
from typing import Any

import pytest

from contracts import objects
from contracts.chunk import RunMessage
from contracts.config import Config
from contracts.errors import Conflict, ProviderFailure, Refused, Unavailable
from contracts.evidence import Evidence, conditions_of
from contracts.failure import FailureCause
from contracts.ports import Listing
from contracts.price import Price
from contracts.run import Run, RunKind
from functions.benchmark.cases import snapshot
from functions.benchmark.cases.bank import shipped
from functions.benchmark.runs.start import Starter, Worker
from tests.benchmark.conftest import Bench
from tests.samples import NOON, config, result

WORKER = Worker(image="sha256:1", cli_version="7.4.11", max_tasks=20)
PRICE = Price(prompt=1e-7, completion=4e-7)
DECIDER = RunKind.DECIDER
LATER = NOON + timedelta(hours=1)


def listing() -> Listing:
    return Listing("https://provider.example/v1", {"d/cheap": PRICE}, {"d/dear": True})


def down() -> Listing:
    raise ProviderFailure(FailureCause.PROVIDER_ERROR, "HTTP 500")


@pytest.fixture
def starter(bench: Bench) -> Starter:
    return Starter(bench.runs, bench.evidence, bench.blobs, bench.queue, listing, WORKER, shipped)


def few(**changes: Any) -> Config:
    return config(casesPerTier=4, classifierCases=4, **changes)


def measure(bench: Bench, started: Run, candidate: str, cases: int) -> None:
    """Store the results of the first cases of `started` as evidence."""
    for case in list(snapshot.deciders(started.run_id, bench.blobs).values())[:cases]:
        row = result(started, case.case_id, candidate, tier=case.tier, digest=case.digest)
        conditions = conditions_of(started, candidate, "")
        bench.evidence.keep(Evidence(conditions=conditions, result=row))


def nothing_was_written(bench: Bench) -> bool:
    return not any([*bench.blobs.keys(""), bench.runs.active(DECIDER), bench.queue.sent])


def test_a_started_run_knows_what_it_was_started_under(bench: Bench, starter: Starter) -> None:
    started = starter.start(DECIDER, few(), NOON)
    assert bench.runs.require(started.run_id) == started
    assert (started.cases, started.lanes, started.simulated) == (12, 2, True)
    assert (started.provider, started.prices) == (listing().provider, {"d/cheap": PRICE})
    assert (started.cli_version, started.image) == ("7.4.11", "sha256:1")
    assert bench.queue.sent == [RunMessage(run_id=started.run_id)]
    assert len(snapshot.deciders(started.run_id, bench.blobs)) == 12


def test_a_classifier_run_depends_on_no_worker(bench: Bench, starter: Starter) -> None:
    started = starter.start(RunKind.CLASSIFIER, few(), NOON)
    assert (started.cli_version, started.image, started.cases) == (None, None, 4)


def test_planning_writes_nothing(bench: Bench, starter: Starter) -> None:
    assert starter.plan(DECIDER, few(), NOON, fresh=False).measured == 24
    assert nothing_was_written(bench)


def test_without_a_config_nothing_is_planned_or_started(bench: Bench, starter: Starter) -> None:
    with pytest.raises(Refused, match="config: none is saved"):
        starter.plan(DECIDER, None, NOON, fresh=False)
    with pytest.raises(Refused, match="config: none is saved"):
        starter.start(DECIDER, None, NOON)
    assert nothing_was_written(bench)


def test_without_the_provider_nothing_is_started(bench: Bench) -> None:
    starter = Starter(bench.runs, bench.evidence, bench.blobs, bench.queue, down, WORKER, shipped)
    with pytest.raises(Unavailable, match="HTTP 500"):
        starter.start(DECIDER, few(), NOON)
    assert nothing_was_written(bench)


def test_a_plan_that_is_refused_is_not_started_either(bench: Bench, starter: Starter) -> None:
    with pytest.raises(Refused, match="casesPerTier: 4"):
        starter.start(DECIDER, few(minAccuracy=0.9), NOON)
    assert nothing_was_written(bench)


def test_a_second_run_of_a_kind_is_refused_before_anything_is_written(
    bench: Bench, starter: Starter
) -> None:
    active = starter.start(DECIDER, few(), NOON)
    before = list(bench.blobs.keys(""))
    with pytest.raises(Conflict, match=f"{active.run_id} is active; .* run cancel"):
        starter.start(DECIDER, few(), LATER)
    assert list(bench.blobs.keys("")) == before
    assert [run.run_id for run in bench.runs.newest(9)] == [active.run_id]
    assert len(bench.queue.sent) == 1
    assert starter.start(RunKind.CLASSIFIER, few(), LATER)


def test_exactly_the_plan_that_was_shown_is_carried_out(bench: Bench, starter: Starter) -> None:
    shown = starter.plan(DECIDER, few(), NOON, fresh=False)
    assert starter.start(DECIDER, few(), LATER, digest=shown.digest).cases == shown.cases


@pytest.mark.parametrize("changes", [{"minAccuracy": 0.69}, {"casesPerTier": 5}])
def test_an_old_plan_is_refused_when_the_config_has_changed(
    bench: Bench, starter: Starter, changes: dict[str, Any]
) -> None:
    shown = starter.plan(DECIDER, few(), NOON, fresh=False)
    with pytest.raises(Conflict, match="plan again"):
        starter.start(DECIDER, config(**{"casesPerTier": 4, **changes}), LATER, digest=shown.digest)
    assert nothing_was_written(bench)


def test_an_old_plan_is_refused_when_there_is_new_evidence(bench: Bench, starter: Starter) -> None:
    shown = starter.plan(DECIDER, few(), NOON, fresh=False)
    started = starter.start(DECIDER, few(), NOON)
    measure(bench, started, "d/cheap", 1)
    bench.controller.cancel(started.run_id, NOON, "tester")
    with pytest.raises(Conflict, match="plan again"):
        starter.start(DECIDER, few(), LATER, digest=shown.digest)
    assert bench.runs.active(DECIDER) is None


def test_what_an_earlier_run_measured_is_carried_unless_a_fresh_run_is_asked_for(
    bench: Bench, starter: Starter
) -> None:
    earlier = starter.start(DECIDER, few(), NOON)
    measure(bench, earlier, "d/cheap", 12)
    bench.controller.cancel(earlier.run_id, NOON, "tester")
    started = starter.start(DECIDER, few(), LATER)
    bench.dispatch(started.run_id)
    lanes = {lane.candidate: (lane.done, lane.carried) for lane in bench.runs.lanes(started.run_id)}
    assert lanes == {"d/cheap": (12, 12), "d/dear": (0, 0)}
    bench.controller.cancel(started.run_id, LATER, "tester")
    fresh = starter.start(DECIDER, few(), LATER + timedelta(hours=1), fresh=True)
    assert bench.blobs.get(objects.carried(fresh.run_id)) == "[]"
