"""What holds for every set of cases."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contracts.evaluation import Comparison, Evaluation, Policy
from contracts.statistics import grouped_bounds, mean_bounds
from contracts.table import Tiers
from contracts.tier import TIERS, Tier
from functions.evaluate.folds import deal
from functions.evaluate.report import About, evaluate
from functions.evaluate.subjects import Derived, Outcome, Subject
from functions.publish.build import EmptyTier
from tests.samples import NOON, candidate, table

MODELS = ("d/cheap", "d/dear")
Score = st.sampled_from([0.0, 1.0])
Usd = st.none() | st.floats(0.001, 5)
Answer = st.builds(Derived, st.sampled_from(TIERS) | st.none(), st.none(), Usd)
CHEAP, DEAR = candidate("d/cheap", 0.01), candidate("d/dear", 0.02, 0.95)
# Another model serves the tier high, so that a wrong tier is a wrong model.
TABLE = table(tiers=Tiers(low=(CHEAP, DEAR), medium=(CHEAP, DEAR), high=(DEAR, CHEAP)))

few = settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow], deadline=None)


@st.composite
def subjects(draw: st.DrawFn, *, priced: bool = False) -> list[Subject]:
    """Draw two or three cases of each tier, some not classified, some with holes."""
    usd = st.floats(0.001, 5) if priced else Usd
    outcomes = st.dictionaries(st.sampled_from(MODELS), st.builds(Outcome, Score, usd))
    found = []
    for tier in TIERS:
        for n in range(draw(st.integers(2, 3))):
            name, derived = f"{tier}-{n}", draw(st.none() | Answer)
            found.append(Subject(name, name, tier, None, draw(outcomes), derived))
    return found


def judged(cases: Sequence[Subject]) -> Evaluation:
    about = About("v", NOON, "c/one", simulated=True, confidence=0.9)
    return evaluate(about, cases, lambda _: TABLE)


@few
@given(subjects())
def test_the_router_never_beats_the_oracle(cases: list[Subject]) -> None:
    for each in judged(cases).comparisons:
        if each.policy is Policy.ORACLE:
            assert each.accuracy_difference.mean is not None
            assert each.accuracy_difference.mean <= 0


@few
@given(subjects())
def test_a_classifier_that_is_always_right_costs_nothing_by_misrouting(
    cases: list[Subject],
) -> None:
    right = [replace(c, derived=Derived(c.tier, c.route, 0.1)) for c in cases]
    found = judged(right).misrouting
    if found is not None:
        assert found.misrouted == 0
        assert set(found.confusion) == {f"{tier}>{tier}" for tier in TIERS}
        assert found.accuracy_difference.mean in (0.0, None)
        assert found.cost_difference_usd.mean in (0.0, None)


@few
@given(subjects(), st.randoms())
def test_the_order_of_cases_makes_no_difference(cases: list[Subject], chance: Random) -> None:
    shuffled = list(cases)
    chance.shuffle(shuffled)
    assert judged(shuffled) == judged(cases)


@few
@given(subjects(priced=True), st.data())
def test_an_unknown_cost_leaves_the_case_out_and_is_never_zero(
    cases: list[Subject], data: st.DataObject
) -> None:
    classified = [replace(c, derived=Derived(c.tier, None, 0.1)) for c in cases]
    served = [c for c in classified if _served(c)]
    before = judged(classified)
    if before.router is None:
        return
    lost = data.draw(st.sampled_from(served))
    after = judged([_unpriced(c) if c is lost else c for c in classified])
    assert after.router is not None
    assert after.router.accuracy == before.router.accuracy
    assert (before.unpriced, after.unpriced) == (0, 1)
    others = [usd + 0.1 for c in served if c is not lost and (usd := _usd(c)) is not None]
    assert after.router.cost_usd.cases == len(others)
    mean = after.router.cost_usd.mean
    assert mean is None if not others else abs((mean or 0) - sum(others) / len(others)) < 1e-9


def _served(case: Subject) -> Outcome | None:
    return case.outcomes.get("d/dear" if case.tier is Tier.HIGH else "d/cheap")


def _usd(case: Subject) -> float | None:
    served = _served(case)
    return served.cost_usd if served else None


def _unpriced(case: Subject) -> Subject:
    return replace(case, outcomes={m: replace(o, cost_usd=None) for m, o in case.outcomes.items()})


@few
@given(subjects())
def test_every_case_is_counted_in_its_place(cases: list[Subject]) -> None:
    found = judged(cases)
    assert found.cases == len(cases)
    assert found.unclassified == sum(case.derived is None for case in cases)
    if found.router is None:
        assert found.why_not
        return
    assert found.router.accuracy.cases == found.cases - found.unclassified - found.missing
    assert found.router.cost_usd.cases == found.router.accuracy.cases - found.unpriced
    assert sum(found.router.served.values()) == found.router.accuracy.cases
    assert {t: p.cases for t, p in found.tiers.items()} == Counter(c.tier for c in cases)


@few
@given(subjects(), st.integers(2, 20))
def test_each_case_is_in_one_fold_and_each_fold_leaves_every_tier_some(
    cases: list[Subject], most: int
) -> None:
    folds = deal(cases, most)
    assert sorted(c.case_id for fold in folds for c in fold) == sorted(c.case_id for c in cases)
    assert 2 <= len(folds) <= most
    for fold in folds:
        rest = {c.tier for c in cases if c not in fold}
        assert rest == set(TIERS)
        assert {c.tier for c in fold} == set(TIERS)


def test_cases_of_a_group_are_in_the_same_fold() -> None:
    cases = [
        Subject(f"{tier}-{n}", f"{tier}-{n // 3}", tier, None, {}, None)
        for tier in TIERS
        for n in range(12)
    ]
    for fold in deal(cases):
        assert set(Counter(case.group for case in fold).values()) == {3}


@given(st.lists(st.floats(-5, 5), min_size=2, max_size=30))
def test_groups_of_one_have_the_usual_bounds(values: list[float]) -> None:
    alone = grouped_bounds([(str(n), value) for n, value in enumerate(values)], 0.9)
    usual = mean_bounds(values, 0.9)
    assert alone is not None
    assert usual is not None
    assert max(abs(a - b) for a, b in zip(alone, usual, strict=True)) < 1e-9


def test_a_group_that_agrees_with_itself_tells_as_much_as_one_case() -> None:
    values = [(str(n), float(n % 2)) for n in range(10)]
    once, thrice = grouped_bounds(values, 0.9), grouped_bounds(values * 3, 0.9)
    assert once is not None
    assert thrice is not None
    assert max(abs(a - b) for a, b in zip(once, thrice, strict=True)) < 1e-9


def test_without_a_number_there_is_a_reason() -> None:
    about = About("v", NOON, "c/one", simulated=True, confidence=0.9)
    few = [Subject("one", "one", Tier.LOW, None, {}, None)]
    assert "1 in tier low" in str(evaluate(about, few, lambda _: TABLE).why_not)
    cases = [Subject(f"{t}-{n}", f"{t}-{n}", t, None, {}, None) for t in TIERS for n in (1, 2)]
    assert "no case was classified" in str(evaluate(about, cases, lambda _: TABLE).why_not)
    known = [replace(case, derived=Derived(case.tier, None, 0.0)) for case in cases]
    assert "has a grade" in str(evaluate(about, known, lambda _: TABLE).why_not)
    found = evaluate(about, known, lambda _: EmptyTier(Tier.HIGH))
    assert "in tier high no candidate" in str(found.why_not)
    assert found.router is None


def _fixed(router_usd: float) -> list[Subject]:
    """Return cases of two models: the cheap one fails half of them and costs 1, the other passes
    all and costs 3. The classifier says low, so that the cheap one serves, at `router_usd`."""
    return [
        Subject(
            f"{tier}-{n}",
            f"{tier}-{n}",
            tier,
            None,
            {"d/cheap": Outcome(float(n % 2), 1.0), "d/dear": Outcome(1.0, 3.0)},
            Derived(Tier.LOW, None, router_usd - 1.0),
        )
        for tier in TIERS
        for n in range(4)
    ]


def _mix(cases: list[Subject]) -> Comparison:
    return next(c for c in judged(cases).comparisons if c.policy is Policy.EQUAL_COST_MIX)


def test_the_draw_of_equal_cost_is_computed_and_not_drawn() -> None:
    """At 1.5 USD a quarter of the cases gets the better model: .75 * .5 + .25 * 1."""
    found = _mix(_fixed(1.5))
    assert found.best_share == pytest.approx(0.25)
    assert found.accuracy.mean == pytest.approx(0.625)
    assert found.cost_usd.mean == pytest.approx(1.5)
    assert found.cost_difference_usd.mean == pytest.approx(0.0)
    assert found.accuracy_difference.mean == pytest.approx(0.5 - 0.625)


def test_a_router_that_costs_more_than_the_best_model_is_compared_with_that() -> None:
    found = _mix(_fixed(5.0))
    assert found.best_share == 1.0
    assert found.accuracy.mean == 1.0
    assert found.cost_difference_usd.mean == pytest.approx(2.0)
