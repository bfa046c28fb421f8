"""The linear classifier as a candidate: measured like any other, without a call to the provider."""

from dataclasses import replace
from datetime import timedelta
from statistics import fmean
from typing import Any

import pytest

from contracts.candidates import ClassifierModel
from contracts.completion import Completion
from contracts.config import Config, ConfigDraft
from contracts.errors import Refused
from contracts.evidence import Evidence, conditions_of
from contracts.ports import Listing
from contracts.price import Price
from contracts.result import CaseResult
from contracts.run import Lane, Run, RunKind
from functions.admin import configs
from functions.benchmark.cases.bank import shipped
from functions.benchmark.cases.load import load_classifiers
from functions.benchmark.grade.label_score import score
from functions.benchmark.runs.reuse import reuse
from functions.benchmark.runs.start import Starter, Worker
from functions.classifier import linear, weights
from functions.classifier.linear import FREE, LINEAR
from tests.benchmark.conftest import Bench, cases_of, chunks_in
from tests.samples import NOON, classifier_case, config, run

WORKER = Worker(image="sha256:1", cli_version="7.4.11", max_tasks=20)
OFFERED = Listing(
    "https://provider.example/v1", {"c/one": Price()}, {"c/one": True, "d/cheap": False}
)
LANE = Lane(candidate=LINEAR, repetition=0, expected=2)


def never(*_: object) -> Completion:
    raise AssertionError("the provider may not be asked")


def measured(bench: Bench) -> tuple[Run, list[CaseResult]]:
    started = bench.begin(run(RunKind.CLASSIFIER, classifierModels=[LINEAR]))
    bench.replay(chunks_in(bench.replays)[0], never)
    return started, list(bench.runs.results(started.run_id))


def again() -> Run:
    return run(RunKind.CLASSIFIER, NOON + timedelta(hours=1), classifierModels=[LINEAR])


def test_it_is_replayed_for_nothing_and_counted_like_any_other(bench: Bench) -> None:
    _, rows = measured(bench)
    case = classifier_case("case-0")
    assert [row.case_id for row in rows] == ["case-0", "case-1"]
    assert rows[0].score == score(case.expected, linear.guess(case.input).classification)
    assert {(row.cost_usd, row.cause, row.retried) for row in rows} == {(0.0, None, False)}
    assert all(0 <= row.latency_ms < 60_000 for row in rows)
    assert bench.publishes.sent


def test_its_results_are_carried_while_the_weights_are_the_same(bench: Bench) -> None:
    started, rows = measured(bench)
    kept = reuse(again(), LANE, cases_of(again()), bench.evidence.of(LINEAR))
    assert (len(kept.results), kept.todo) == (2, ())
    older = conditions_of(started, LINEAR, "0" * 16)
    known = [Evidence(conditions=older, result=row) for row in rows]
    found = reuse(again(), LANE, cases_of(again()), known)
    assert (found.results, found.why) == ((), {"measured under different conditions (prompt)": 2})


def _plain(**changes: Any) -> Config:
    return config(classifierCases=4, **changes)


@pytest.fixture
def starter(bench: Bench) -> Starter:
    return Starter(
        bench.runs, bench.evidence, bench.blobs, bench.queue, lambda: OFFERED, WORKER, shipped
    )


def test_a_plan_knows_that_it_is_free(starter: Starter) -> None:
    wanted = _plain(classifierModels=[LINEAR])
    found = starter.plan(RunKind.CLASSIFIER, wanted, NOON, fresh=False)
    assert found.cost is not None
    assert (found.cost.low, found.cost.high) == (0, 0)


def test_it_is_real_although_no_provider_lists_it(starter: Starter) -> None:
    alone = starter.start(RunKind.CLASSIFIER, _plain(classifierModels=[LINEAR]), NOON)
    assert (alone.simulated, alone.prices) == (False, {LINEAR: FREE})


def test_beside_a_simulated_model_the_run_is_simulated_as_before(starter: Starter) -> None:
    both = starter.start(RunKind.CLASSIFIER, _plain(classifierModels=["c/one", LINEAR]), NOON)
    assert both.simulated


class Kept:
    """A config store that remembers one config."""

    last: Config | None = None

    def get(self) -> Config | None:
        return self.last

    def put(self, config: Config) -> None:
        self.last = config


def _draft(**changes: Any) -> ConfigDraft:
    wanted = {"classifierModels": [LINEAR], "deciderModels": [{"id": "d/cheap"}]}
    return ConfigDraft.from_wire({"minAccuracy": 0.8, **wanted, **changes})


def test_it_may_be_saved_as_a_classifier() -> None:
    store = Kept()
    saved = configs.save(_draft(), "a", NOON, configs=store, models=lambda: OFFERED)
    assert (store.last, saved.classifier_models) == (saved, (ClassifierModel(id=LINEAR),))


@pytest.mark.parametrize(
    "changes",
    [
        {"deciderModels": [{"id": LINEAR}]},
        {"fallbackModel": {"id": LINEAR}},
        {"classifierModels": [LINEAR, "c/none"]},
    ],
)
def test_nothing_else_is_accepted_that_the_provider_lacks(changes: dict[str, Any]) -> None:
    with pytest.raises(Refused, match="the provider has no model"):
        configs.save(_draft(**changes), "a", NOON, configs=Kept(), models=lambda: OFFERED)


def test_another_weight_file_is_another_classifier(monkeypatch: pytest.MonkeyPatch) -> None:
    now = weights.fingerprint()
    monkeypatch.setattr(weights, "_text", lambda: "{}")
    assert weights.fingerprint() != now


def test_probabilities_of_each_output_add_up_to_one() -> None:
    cold = replace(weights.load(), temperatures=[0.01] * len(linear.OUTPUTS))
    for model in (weights.load(), cold):
        for values in linear.probabilities(model, classifier_case("x").input).values():
            assert sum(values.values()) == pytest.approx(1)


def test_what_it_promises_it_keeps_on_requests_that_it_has_not_seen() -> None:
    """On the requests of the dataset, neither trained on nor calibrated with: labels and tier."""
    guesses = [(case.expected, linear.guess(case.input)) for case in load_classifiers()]
    for promise in sorted({one.expected for _, one in guesses}):
        kept = [(labels, one) for labels, one in guesses if one.expected >= promise]
        assert fmean(score(labels, one.classification) for labels, one in kept) >= promise
        assert fmean(labels.tier is one.classification.tier for labels, one in kept) >= promise
