"""Which candidate serves: proven and cheap, whatever the order of the evidence."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.hot_record import replace
from contracts.options import Rule
from contracts.statistics import wilson
from contracts.table import Candidate, Verdict
from functions.publish.rank import pooled, rank, verdict
from functions.publish.sequential import going_on

BAR = 0.7


def measured(
    model: str, passes: int, cost: float, cases: int = 25, p95: int | None = 100
) -> Candidate:
    lower, upper = wilson(passes, cases, 0.9)
    return Candidate(
        model=model,
        accuracy=passes / cases,
        avg_cost_usd=cost,
        meets_threshold=lower >= BAR,
        lower=lower,
        upper=upper,
        cases=cases,
        effective_cases=float(cases),
        passes=passes,
        p95_latency_ms=p95,
    )


def order(*candidates: Candidate) -> list[str]:
    return [c.model for c in rank(candidates, BAR, Rule.WILSON, pooled([candidates]))]


Pools = st.lists(
    st.tuples(st.integers(0, 25), st.sampled_from([0.1, 0.102, 0.2, 0.5])), min_size=1, max_size=6
).map(lambda rows: [measured(f"m{i}", passes, usd) for i, (passes, usd) in enumerate(rows)])


def test_the_cheapest_proven_serves() -> None:
    found = [measured("dear", 25, 0.9), measured("lucky", 20, 0.1), measured("good", 22, 0.3)]
    assert order(*found) == ["good", "dear", "lucky"]


@pytest.mark.parametrize(("cost", "first"), [(0.1049, "better"), (0.1051, "cheaper")])
def test_within_five_per_cent_of_cost_the_higher_lower_bound_serves(
    cost: float, first: str
) -> None:
    assert order(measured("cheaper", 22, 0.1), measured("better", 24, cost))[0] == first


def test_of_equals_the_faster_serves_and_an_unknown_latency_is_the_slowest() -> None:
    found = [measured(m, 24, 0.1, p95=p) for m, p in (("a", None), ("b", 900), ("c", 200))]
    assert order(*found) == ["c", "b", "a"]


@pytest.mark.parametrize(
    ("bounds", "found"),
    [((0.7, 0.9), Verdict.PROVEN), ((0.5, 0.7), Verdict.OPEN), ((0.5, 0.69), Verdict.REJECTED)],
)
def test_a_bound_that_just_reaches_the_bar_reaches_it(
    bounds: tuple[float, float], found: Verdict
) -> None:
    lower, upper = bounds
    at_the_bar = replace(measured("m", 20, 0.1), lower=lower, upper=upper)
    assert verdict(at_the_bar, 0.7, Rule.WILSON) is found


def test_by_the_mean_the_cheapest_over_the_bar_is_first_and_of_equals_the_more_accurate() -> None:
    rows = [("c", 24, 0.3), ("a", 20, 0.2), ("b", 22, 0.2), ("e", 10, 0.1), ("d", 15, 0.9)]
    found = rank([measured(*row) for row in rows], BAR, Rule.MEAN)
    assert [c.model for c in found] == ["b", "a", "c", "d", "e"]


def test_with_nothing_proven_each_candidate_is_listed_once() -> None:
    assert order(measured("a", 15, 0.1), measured("b", 16, 0.1)) == ["b", "a"]


def test_with_nothing_proven_the_best_over_all_strata_serves_and_not_the_cheapest() -> None:
    here = [measured("cheap", 15, 0.1), measured("lucky", 19, 0.2), measured("sound", 18, 0.9)]
    there = [measured("cheap", 5, 0.1), measured("lucky", 5, 0.2), measured("sound", 25, 0.9)]
    assert rank(here, BAR, Rule.WILSON, pooled([here, there]))[0].model == "sound"


def test_a_score_without_the_hard_strata_does_not_count_as_higher() -> None:
    easy = [measured("partial", 25, 0.1), measured("whole", 20, 0.2)]
    hard = [measured("whole", 10, 0.2)]
    scores = pooled([easy, hard])
    assert scores["whole"] > scores["partial"]


@given(Pools, st.randoms())
def test_the_order_of_the_evidence_makes_no_difference(
    found: list[Candidate], chance: object
) -> None:
    assert len({tuple(order(*each)) for each in list(permutations(found))[:24]}) == 1


@given(Pools, st.data())
def test_more_passes_never_unprove(found: list[Candidate], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(found) - 1))
    old = found[place]
    passes = min(25, (old.passes or 0) + 1)
    better = [*found[:place], measured(old.model, passes, old.avg_cost_usd), *found[place + 1 :]]
    was = {c.model: c.meets_threshold for c in rank(found, BAR, Rule.WILSON)}
    now = {c.model: c.meets_threshold for c in rank(better, BAR, Rule.WILSON)}
    assert all(now[model] for model, proven in was.items() if proven)


@given(Pools)
def test_who_serves_is_proven_whenever_anybody_is(found: list[Candidate]) -> None:
    first = rank(found, BAR, Rule.WILSON, pooled([found]))[0]
    assert first.meets_threshold == any((c.lower or 0) >= BAR for c in found)


def test_only_those_who_can_still_win_are_measured_on() -> None:
    found = [
        measured("proven", 25, 0.2),
        measured("hopeless", 10, 0.1),
        measured("too-dear", 20, 0.22),
        measured("cheaper", 18, 0.1),
        measured("as-dear", 20, 0.209),
    ]
    assert going_on(found, BAR) == ["cheaper", "as-dear"]
