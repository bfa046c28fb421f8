"""What comes back instead of an answer, in the classifier benchmark."""

import pytest

from contracts.failure import POLICY
from contracts.run import RunKind, RunStatus
from tests.benchmark.conftest import Bench, chunks_in
from tests.provider.kinds import ANSWERS, NO_ANSWER
from tests.provider.serving import serving
from tests.samples import run


@pytest.mark.parametrize("name", NO_ANSWER)
def test_a_classifier_is_not_graded_for_what_its_provider_did(bench: Bench, name: str) -> None:
    cause = NO_ANSWER[name].cause
    assert cause is not None
    started = bench.begin(run(RunKind.CLASSIFIER, classifierModels=["c/one"], cases=1, maxTries=1))
    with serving(name) as provider:
        bench.replay(chunks_in(bench.replays)[0], provider.complete)
    found = [result.cause for result in bench.runs.results(started.run_id)]
    paused = bench.runs.require(started.run_id).status is RunStatus.PAUSED
    assert (found, paused) == (([], True) if POLICY[cause].pauses else ([cause], False))


@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_in_any_form_is_graded_with_its_cost(bench: Bench, name: str) -> None:
    started = bench.begin(run(RunKind.CLASSIFIER, classifierModels=["c/one"], cases=1))
    with serving(name) as provider:
        bench.replay(chunks_in(bench.replays)[0], provider.complete)
    (found,) = bench.runs.results(started.run_id)
    cost = ANSWERS[name].cost
    assert found.graded
    assert found.cost_usd == (None if cost is None else pytest.approx(2 * cost))
