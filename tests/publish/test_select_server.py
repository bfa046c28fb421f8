"""Which candidate serves a tier or route: incumbents that stay, and a fallback that none falls
below."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.options import Rule
from contracts.statistics import paired_lower
from contracts.table import Candidate, Why
from functions.publish.non_inferiority import Fallback
from functions.publish.select_server import Bar, Incumbent, Selection, objections, select_server
from functions.publish.sequential import going_on
from tests.publish.test_rank import BAR, measured

KEEPING = Bar(BAR, Rule.WILSON, min_saving=0.2)


def selected(
    *candidates: Candidate, incumbent: str | None = None, proven: bool = True, bar: Bar = KEEPING
) -> Selection:
    now = Incumbent(incumbent, proven) if incumbent else None
    found = select_server(candidates, bar, incumbent=now)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("incumbent", "challenger", "kept"),
    [
        (measured("now", 20, 0.2), measured("new", 25, 0.17), True),
        (measured("now", 20, 0.2), measured("new", 25, 0.16), False),
        (measured("now", 14, 0.2), measured("new", 25, 0.19), False),
        (measured("now", 17, 0.2), measured("new", 18, 0.1), True),
    ],
    ids=["not cheap enough", "cheap enough", "upper bound under the bar", "challenger unproven"],
)
def test_an_incumbent_stays_unless_it_is_out_or_a_switch_pays(
    incumbent: Candidate, challenger: Candidate, kept: bool
) -> None:
    found = selected(incumbent, challenger, incumbent="now")
    assert (found.candidates[0].model == "now") is kept
    assert (found.serving.why is Why.INCUMBENT) is kept


def test_an_unproven_incumbent_stays_while_nobody_is_proven_and_no_longer() -> None:
    now, other, proven = (
        measured(*row) for row in (("now", 18, 0.2), ("b", 19, 0.1), ("c", 25, 0.9))
    )
    kept = selected(now, other, incumbent="now", proven=False)
    gone = selected(now, proven, incumbent="now", proven=False)
    assert (kept.candidates[0].model, gone.candidates[0].model) == ("now", "c")


def test_without_hysteresis_every_winner_is_published() -> None:
    pair = measured("now", 22, 0.2), measured("new", 25, 0.19)
    found = selected(*pair, incumbent="now", bar=Bar(BAR, Rule.WILSON))
    assert found.candidates[0].model == "new"


def test_with_no_saving_asked_for_an_incumbent_stays_unless_another_is_cheaper() -> None:
    bar, better = Bar(BAR, Rule.WILSON, min_saving=0.0), measured("new", 25, 0.202)
    kept = selected(measured("now", 22, 0.2), better, incumbent="now", bar=bar)
    assert (kept.candidates[0].model, kept.serving.why) == ("now", Why.INCUMBENT)


@pytest.mark.parametrize(
    ("rule", "why"),
    [
        (Rule.MEAN, "its accuracy 1.000 reaches the bar 0.7"),
        (Rule.WILSON, "its lower bound 0.938 reaches the bar 0.7"),
    ],
)
def test_the_reason_names_what_reaches_the_bar(rule: Rule, why: str) -> None:
    assert selected(measured("a", 25, 0.1), bar=Bar(BAR, rule)).serving.detail == why


def test_a_stranger_is_no_incumbent() -> None:
    found = selected(measured("a", 25, 0.1), incumbent="gone")
    assert (found.candidates[0].model, found.serving.why) == ("a", Why.CHEAPEST_PROVEN)


def test_a_tier_without_a_proven_one_says_so_and_how_far_it_is_off() -> None:
    found = selected(measured("a", 15, 0.1), measured("b", 19, 0.2))
    assert found.serving.why is Why.BEST_UNPROVEN
    assert "no lower bound reaches the bar 0.7, the highest is 0.6" in found.serving.detail


def against(model: str, **differences: list[float]) -> Fallback:
    return Fallback(model, 0.1, lambda other: differences.get(other, []))


def guarded(*candidates: Candidate, by: Fallback, incumbent: str | None = None) -> Selection | None:
    now = Incumbent(incumbent, True) if incumbent else None
    return select_server(candidates, KEEPING, incumbent=now, fallback=by)


SAME = [0.0] * 25
WORSE = [0.0] * 19 + [-1.0] * 6
BETTER = [0.0] * 10 + [1.0] * 15


def test_who_is_not_shown_to_be_as_good_as_the_fallback_does_not_serve() -> None:
    pool = measured("cheap", 22, 0.1), measured("safe", 25, 0.5)
    alike, worse = (guarded(*pool, by=against("safe", cheap=d)) for d in (SAME, WORSE))
    assert alike is not None
    assert worse is not None
    assert (alike.candidates[0].model, alike.serving.why) == ("cheap", Why.CHEAPEST_PROVEN)
    assert (worse.candidates[0].model, worse.serving.why) == ("safe", Why.FALLBACK)
    assert "cheap is not shown to be as good as safe" in worse.serving.detail


def test_no_evidence_on_the_same_cases_is_no_evidence_of_being_as_good() -> None:
    found = guarded(measured("cheap", 25, 0.1), measured("safe", 25, 0.5), by=against("safe"))
    assert found is not None
    assert found.candidates[0].model == "safe"


def test_the_next_cheapest_that_is_as_good_serves_before_the_fallback() -> None:
    pool = measured("weak", 22, 0.1), measured("fine", 24, 0.2), measured("safe", 25, 0.5)
    found = guarded(*pool, by=against("safe", weak=WORSE, fine=SAME))
    assert found is not None
    assert [c.model for c in found.candidates] == ["fine", "weak", "safe"]


@pytest.mark.parametrize(("seen", "serves"), [(SAME, "safe"), (BETTER, "dear")])
def test_who_is_dearer_than_the_fallback_has_to_be_shown_to_be_better(
    seen: list[float], serves: str
) -> None:
    pool = measured("dear", 25, 0.9), measured("safe", 10, 0.5)
    found = guarded(*pool, by=against("safe", dear=seen))
    assert found is not None
    assert found.candidates[0].model == serves


def test_who_costs_the_same_as_the_fallback_need_not_be_better() -> None:
    pool = measured("alike", 25, 0.5), measured("safe", 24, 0.5)
    found = guarded(*pool, by=against("safe", alike=SAME))
    assert found is not None
    assert found.candidates[0].model == "alike"


def test_an_incumbent_is_guarded_as_anybody_is() -> None:
    pool = measured("now", 22, 0.1), measured("safe", 25, 0.5)
    found = guarded(*pool, by=against("safe", now=WORSE), incumbent="now")
    assert found is not None
    assert found.candidates[0].model == "safe"


def test_without_evidence_about_the_fallback_nothing_is_settled() -> None:
    assert guarded(measured("cheap", 25, 0.1), by=against("safe", cheap=SAME)) is None
    assert select_server([], KEEPING) is None


Differences = st.lists(st.sampled_from([-1.0, 0.0, 1.0]), min_size=0, max_size=40)
Pool = st.lists(
    st.tuples(st.integers(0, 25), st.sampled_from([0.1, 0.2, 0.5, 0.9]), Differences),
    min_size=1,
    max_size=5,
)


@given(Pool, st.integers(0, 25))
def test_nobody_ever_serves_who_may_be_worse_than_the_fallback_by_more_than_the_margin(
    rows: list[tuple[int, float, list[float]]], passes: int
) -> None:
    pool = [measured(f"m{i}", n, usd) for i, (n, usd, _) in enumerate(rows)]
    seen = {f"m{i}": differences for i, (_, _, differences) in enumerate(rows)}
    found = guarded(*pool, measured("safe", passes, 0.5), by=against("safe", **seen))
    assert found is not None
    first = found.candidates[0]
    if first.model != "safe":
        lower = paired_lower(seen[first.model], 0.9)
        assert lower >= -0.1
        assert first.avg_cost_usd <= 0.5 or lower > 0


def test_who_is_proven_but_not_yet_as_good_goes_on_together_with_the_fallback() -> None:
    pool = [measured("cheap", 25, 0.1), measured("weak", 5, 0.05), measured("safe", 25, 0.5)]
    by = against("safe", cheap=WORSE)
    refused = frozenset(objections(pool, KEEPING, by))
    assert refused == {"cheap", "weak"}
    assert going_on(pool, BAR, refused, "safe") == ["cheap", "safe"]
    assert going_on(pool, BAR, frozenset({"weak"}), "safe") == []
