"""An evaluation goes on wherever it was stopped, pays for no prompt twice, and says why if not."""

import json
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest

from adapters.aws.blobs import Blobs
from adapters.dynamodb.claims import Claims
from adapters.dynamodb.evaluations import EvaluationStore
from adapters.dynamodb.evidence import EvidenceStore
from adapters.dynamodb.items import Items
from adapters.dynamodb.runs import RunStore
from contracts.chunk import Chunk, Evaluate
from contracts.completion import Completion
from contracts.digest import digest_of
from contracts.errors import ProviderFailure, Unworkable
from contracts.evaluation import Evaluation, Router
from contracts.failure import FailureCause
from contracts.hot_record import replace as changed
from contracts.ports import Listing
from contracts.price import Price
from contracts.run import Run, RunKind
from contracts.tier import TIERS
from contracts.winner import LiveClassifier
from functions.benchmark.cases import snapshot
from functions.classifier.linear import LINEAR
from functions.evaluate.classifying import Classifying
from functions.evaluate.evaluator import PAUSE_SECONDS, ROUNDS, STEP, Evaluator
from functions.evaluate.prompts import request_of
from tests.benchmark.conftest import Outbox
from tests.publish.released import rows
from tests.samples import FOUND, NOON, decider_case, run, winner

RUN = run()
WANTED = Evaluate(version=RUN.run_id)
CASES = [decider_case(f"{tier}-{n}", tier) for tier in TIERS for n in range(20)]
PRICES = {"c/one": Price(prompt=1e-6, completion=1e-6)}


class Died(Exception):
    """The process ends here."""


@dataclass
class Provider:
    """A model that gives every prompt the same labels, of the tier low. `breaks` is raised from the
    call with the number `at` on."""

    text: str = json.dumps(FOUND.wire())
    breaks: Exception | None = None
    at: int = 0
    calls: int = 0
    asked: list[Any] = field(default_factory=list)

    def complete(self, model: str, messages: Any, parameters: Any) -> Completion:
        self.calls += 1
        self.asked.append(messages)
        if self.breaks and self.calls > self.at:
            raise self.breaks
        return Completion(self.text, 0.001)


@dataclass
class Live:
    found: LiveClassifier | None

    def classifier(self) -> LiveClassifier | None:
        return self.found


@dataclass
class Stage:
    evaluator: Evaluator
    provider: Provider
    queue: Outbox
    store: EvaluationStore

    def step(self, wanted: Evaluate = WANTED, minutes: int = 0) -> str:
        return self.evaluator.step(wanted, NOON + timedelta(minutes=minutes))

    def run(self) -> Evaluation:
        """Work on all messages until none is left, and return what is kept."""
        self.queue.sent.append(WANTED)
        while self.queue.sent:
            wanted = self.queue.sent.pop(0)
            assert isinstance(wanted, Evaluate)
            self.step(wanted)
        found = self.store.of(RUN.run_id)
        assert found is not None
        return found


@pytest.fixture
def stage(items: Items, runs: RunStore, blobs: Blobs) -> Stage:
    snapshot.deciders.cache_clear()
    snapshot.write(RUN, CASES, (), blobs)
    runs.create(RUN)
    runs.put_results([*rows(RUN, "d/cheap", 8), *rows(RUN, "d/dear")])
    provider, queue, store = Provider(), Outbox(), EvaluationStore(items)
    classifying = Classifying(EvidenceStore(items), Claims(items, 60), provider.complete)
    live = Live(LiveClassifier(winner=winner()))

    def listing() -> Listing:
        return Listing("https://provider.example/v1", PRICES, {"c/one": True})

    return Stage(
        Evaluator(runs, blobs, live, listing, classifying, store, queue), provider, queue, store
    )


def router(found: Evaluation) -> Router:
    assert found.router is not None, found.why_not
    return found.router


def test_it_classifies_each_prompt_once_and_then_reports(stage: Stage) -> None:
    assert stage.step() == "going on"
    assert stage.provider.calls == STEP
    assert (stage.queue.sent, stage.queue.delays) == ([WANTED], [0])
    found = stage.run()
    assert stage.provider.calls == len(CASES)
    assert (found.cases, found.unclassified, found.missing, found.unpriced) == (60, 0, 0, 0)
    assert found.simulated
    assert router(found).classifier_cost_usd.mean == pytest.approx(0.001)
    assert found.misrouting is not None
    assert found.misrouting.confusion == {"high>low": 20, "low>low": 20, "medium>low": 20}


def test_an_evaluation_that_is_repeated_is_free(stage: Stage) -> None:
    once, again = stage.run(), stage.run()
    assert stage.provider.calls == len(CASES)
    assert once == again


def test_a_death_in_the_middle_costs_what_was_under_way_at_most(stage: Stage) -> None:
    stage.provider.breaks, stage.provider.at = Died(), 30
    with pytest.raises(Died):
        stage.step()
    lost = stage.provider.calls - 30
    stage.provider.breaks = None
    later = replace(stage.evaluator.classifying, claims=Claims(_items(stage), 60, lambda: 9e9))
    stage.evaluator = replace(stage.evaluator, classifying=later)
    assert router(stage.run()).accuracy.cases == 60
    assert stage.provider.calls == len(CASES) + lost


def _items(stage: Stage) -> Items:
    return stage.store.items


def test_another_delivery_that_classifies_a_prompt_is_waited_for(stage: Stage) -> None:
    held = Claims(_items(stage), 60)
    name = digest_of(request_of(CASES[0]).wire())
    claim = Chunk(
        run_id="evaluations",
        kind=RunKind.CLASSIFIER,
        candidate="c/one",
        repetition=0,
        case_ids=(name,),
    )
    assert held.take(claim, name, "another")
    stage.step()
    assert stage.provider.calls == STEP - 1
    assert stage.queue.delays == [PAUSE_SECONDS]
    assert stage.queue.sent == [WANTED.model_copy(update={"tries": 1})]


def test_a_provider_that_is_down_leaves_cases_unclassified_and_never_wrong(stage: Stage) -> None:
    stage.provider.breaks = ProviderFailure(FailureCause.PROVIDER_ERROR, "down", 0.0)
    stage.provider.at = 45
    found = stage.run()
    assert found.unclassified == 15
    assert router(found).accuracy.cases == 45
    assert stage.queue.delays.count(PAUSE_SECONDS) == ROUNDS
    stage.provider.breaks = None
    assert stage.run().unclassified == 0


def test_an_unusable_answer_is_served_by_the_fallback_or_the_server_of_the_tier_high(
    stage: Stage,
) -> None:
    stage.provider.text = "none of your business"
    found = stage.run()
    assert stage.provider.calls == 2 * len(CASES)
    assert found.misrouting is not None
    assert found.misrouting.confusion == {f"{tier}>none": 20 for tier in sorted(TIERS)}
    assert router(found).served == {"d/dear": 60}


def test_an_answer_at_another_price_or_by_another_tuning_is_another_one(stage: Stage) -> None:
    stage.run()
    dearer = Listing("https://provider.example/v1", {"c/one": Price(prompt=1.0)}, {})
    stage.evaluator = replace(stage.evaluator, models=lambda: dearer)
    stage.run()
    assert stage.provider.calls == 2 * len(CASES)


def test_the_linear_classifier_asks_no_provider(stage: Stage) -> None:
    found = LiveClassifier(winner=changed(winner(), model=LINEAR))
    stage.evaluator = replace(stage.evaluator, live=Live(found))
    assert stage.step() == "evaluated"
    assert stage.provider.calls == 0
    kept = stage.store.of(RUN.run_id)
    assert kept is not None
    assert router(kept).classifier_cost_usd.mean == 0.0


def test_without_a_classifier_it_says_what_to_do(stage: Stage) -> None:
    stage.evaluator = replace(stage.evaluator, live=Live(None))
    assert stage.step() == "no classifier"
    kept = stage.store.of(RUN.run_id)
    assert kept is not None
    assert kept.router is None
    assert "`autoroute run start classifier`" in str(kept.why_not)


def test_a_classifier_run_is_no_table(stage: Stage, runs: RunStore) -> None:
    other: Run = run(RunKind.CLASSIFIER)
    runs.create(other)
    with pytest.raises(Unworkable, match="has no table"):
        stage.step(Evaluate(version=other.run_id))


def test_a_late_step_does_not_replace_a_newer_evaluation(stage: Stage) -> None:
    found = stage.run()
    newer = found.model_copy(update={"at": NOON + timedelta(hours=1), "classifier": "c/two"})
    assert stage.store.keep(newer)
    stage.step()
    assert stage.store.of(RUN.run_id) == newer
    assert list(stage.store.newest()) == [newer]


def test_the_prompt_is_read_as_production_reads_it() -> None:
    """As a user asks it, of an agent with tools; what fixes the form of the answer is left out."""
    found = request_of(CASES[0])
    assert found.has_tools
    assert found.user_prompt_prefix == CASES[0].user_prompt
    assert "exactly the format" not in json.dumps(found.wire())
