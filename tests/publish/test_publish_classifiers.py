"""The end of a classifier run: its winner is live."""

import pytest

from adapters.dynamodb.runs import RunStore
from contracts.failure import FailureCause
from contracts.run import RunKind
from functions.publish.publish import Publisher
from tests.publish.published import finish, live, rows
from tests.samples import classifier_case, result, run


def test_a_classifier_run_publishes_its_winner(publisher: Publisher) -> None:
    started = run(RunKind.CLASSIFIER)
    found = [
        result(started, f"case-{n}", model, tier=None, cost=cost)
        for n in range(10)
        for model, cost in (("c/one", 0.02), ("c/two", 0.01))
    ]
    assert finish(publisher, started, *found) == "published"
    won = live(publisher).winner()
    assert won is not None
    assert (won.model, won.run_id) == ("c/two", started.run_id)


def test_the_errors_of_classifiers_are_priced_by_the_live_table(publisher: Publisher) -> None:
    decided = run()
    tested = [*rows(decided, "d/cheap"), *rows(decided, "d/dear")]
    assert finish(publisher, decided, *tested) == "live"
    started = run(RunKind.CLASSIFIER)
    labels = classifier_case("case").expected
    found = [
        result(started, f"case-{n}", model, tier=None, cost=cost).model_copy(
            update={"expected": labels, "answered": labels}
        )
        for n in range(10)
        for model, cost in (("c/one", 0.02), ("c/two", 0.01))
    ]
    assert finish(publisher, started, *found) == "published"
    store = publisher.runs
    assert isinstance(store, RunStore)
    losses = [s.expected_loss_usd for s in store.summaries(started.run_id)]
    won = live(publisher).winner()
    assert won is not None
    assert (sorted(losses, key=str), won.expected_loss_usd) == ([0.01, 0.02], 0.01)


@pytest.mark.parametrize(("holes", "won"), [(1, "c/two"), (2, "c/one")])
def test_too_many_holes_keep_a_classifier_from_winning(
    publisher: Publisher, holes: int, won: str
) -> None:
    started = run(RunKind.CLASSIFIER, maxHoleShare=0.1)
    cheap = [
        result(
            started,
            f"case-{n}",
            "c/two",
            tier=None,
            cost=0.01,
            cause=FailureCause.LOST if n < holes else None,
        )
        for n in range(10)
    ]
    dear = [result(started, f"case-{n}", "c/one", tier=None, cost=0.02) for n in range(10)]
    assert finish(publisher, started, *cheap, *dear) == "published"
    found = live(publisher).winner()
    assert found is not None
    assert found.model == won


@pytest.mark.parametrize(("first", "threshold"), [(True, 1.0), (False, None)])
def test_the_linear_classifier_goes_first_where_it_is_as_good_as_the_winner(
    publisher: Publisher, first: bool, threshold: float | None
) -> None:
    started = run(RunKind.CLASSIFIER, linearFirst=first)
    found = [result(started, f"case-{n}", "c/one", tier=None) for n in range(10)]
    assert finish(publisher, started, *found) == "published"
    won = live(publisher).winner()
    assert won is not None
    assert won.linear_from == threshold
