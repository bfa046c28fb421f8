"""The table of a run: bars of single tiers, routes, a guard, incumbents."""

from collections.abc import Iterable
from typing import Any

import pytest
from pydantic import ValidationError

from contracts.result import CaseResult
from contracts.run import Run
from contracts.table import Candidate, RoutingTable, Why
from contracts.taxonomy import ROUTES
from contracts.tier import TIERS, Tier
from functions.publish.build import Builder, EmptyTier
from functions.publish.paired import Paired
from functions.publish.summaries import summaries_of
from functions.publish.terms import Terms
from tests.samples import NOON, result, run

FIXING, CLEANUP = "debugging/bug_fixing", "refactoring/code_cleanup"
COSTS = {"d/cheap": 0.1, "d/dear": 1.0, "d/safe": 0.5}


def rows(
    of: Run,
    model: str,
    passes: dict[Tier, int] | int = 20,
    cases: int = 20,
    route: str | None = None,
) -> list[CaseResult]:
    """Return results of which the first of each tier are passed."""
    right = passes if isinstance(passes, dict) else dict.fromkeys(TIERS, passes)
    found = [
        result(of, f"{tier}-{n}", model, tier=tier, cost=COSTS[model], route=route)
        for tier in TIERS
        for n in range(cases)
    ]
    return [
        _failed(r) if int(r.case_id.split("-")[1]) >= right[r.tier or Tier.LOW] else r
        for r in found
    ]


def _failed(row: CaseResult) -> CaseResult:
    return row.model_copy(update={"score": 0.0})


def table(
    of: Run, found: Iterable[CaseResult], live: RoutingTable | None = None
) -> RoutingTable | EmptyTier:
    every = list(found)
    summaries = tuple(summaries_of(of, every))
    builder = Builder(summaries, Terms.of(of), Paired.of(every), live)
    return builder.empty or builder.build(of.run_id, NOON)


def built(of: Run, found: Iterable[CaseResult], live: RoutingTable | None = None) -> RoutingTable:
    made = table(of, found, live)
    assert isinstance(made, RoutingTable)
    return made


def test_each_tier_has_its_own_bar_where_one_is_set() -> None:
    of = run(tierMinAccuracy={"high": 0.9})
    made = built(of, [*rows(of, "d/cheap", 18), *rows(of, "d/dear")])
    assert [made.tiers.of(tier)[0].model for tier in TIERS] == ["d/cheap", "d/cheap", "d/dear"]
    assert (made.bar(Tier.LOW), made.bar(Tier.HIGH)) == (0.7, 0.9)


def test_a_candidate_carries_all_its_evidence() -> None:
    of = run()
    (first, *_) = built(of, rows(of, "d/cheap", 19)).tiers.low
    assert (first.cases, first.passes, first.holes, first.timeouts) == (20, 19, 0, 0)
    assert (first.verdict, first.confidence) == ("proven", 0.9)
    assert first.lower is not None
    assert first.upper is not None
    assert first.lower < first.accuracy < first.upper
    assert first.cost_lower_usd == first.avg_cost_usd == first.cost_upper_usd == 0.1
    assert first.p50_latency_ms == first.p95_latency_ms == 100


def test_what_is_neither_proven_nor_rejected_is_open() -> None:
    of = run()
    found = built(of, [*rows(of, "d/cheap", 15), *rows(of, "d/dear", 5)]).tiers.low
    assert {c.model: c.verdict for c in found} == {"d/cheap": "open", "d/dear": "rejected"}


def guarded(**changes: Any) -> Run:
    return run(fallbackModel={"id": "d/safe"}, **changes)


def test_the_fallback_is_a_candidate_and_serves_where_nobody_is_as_good() -> None:
    of = guarded()
    weak = {Tier.LOW: 20, Tier.MEDIUM: 18, Tier.HIGH: 20}
    made = built(of, [*rows(of, "d/cheap", weak), *rows(of, "d/safe")])
    served = [made.tiers.of(tier)[0].model for tier in TIERS]
    assert served == ["d/cheap", "d/safe", "d/cheap"]
    assert made.why(Tier.MEDIUM) is Why.FALLBACK
    assert made.fallback_model == "d/safe"


def test_a_run_without_evidence_about_its_fallback_makes_no_table() -> None:
    of = guarded()
    assert table(of, rows(of, "d/cheap")) == EmptyTier(Tier.LOW, "d/safe")
    assert table(of, rows(of, "d/safe", cases=0)) == EmptyTier(Tier.LOW, None)


def test_an_incumbent_stays_and_says_why() -> None:
    of = run()
    before = built(of, rows(of, "d/dear"))
    alike = [r.model_copy(update={"cost_usd": 0.9}) for r in rows(of, "d/cheap")]
    made = built(of, [*alike, *rows(of, "d/dear", 16)], before)
    assert made.tiers.low[0].model == "d/dear"
    assert made.why(Tier.LOW) is Why.INCUMBENT
    assert made.unproven == TIERS, "it stays, but it is not called proven"


def test_who_served_unproven_is_no_incumbent() -> None:
    of = run()
    before = built(of, rows(of, "d/cheap", 15))
    assert before.unproven == TIERS
    made = built(of, [*rows(of, "d/cheap", 15), *rows(of, "d/dear")], before)
    assert made.tiers.low[0].model == "d/dear"


def test_another_effort_is_another_candidate() -> None:
    of = run()
    before = built(of, rows(of, "d/dear"))
    changed = run(deciderModels=[{"id": "d/cheap"}, {"id": "d/dear", "reasoningEffort": "low"}])
    alike = [r.model_copy(update={"cost_usd": 0.9}) for r in rows(changed, "d/cheap")]
    made = built(changed, [*alike, *rows(changed, "d/dear")], before)
    assert made.tiers.low[0].model == "d/cheap"


def by_route(of: Run) -> list[CaseResult]:
    """Return results in which the cheap candidate fails a tier, but not on all its routes."""
    mixed = [
        *rows(of, "d/cheap", {Tier.LOW: 20, Tier.MEDIUM: 0, Tier.HIGH: 0}, route=CLEANUP),
        *rows(of, "d/dear", route=CLEANUP),
    ]
    fixing = [
        *rows(of, "d/cheap", cases=7, route=FIXING),
        *rows(of, "d/dear", cases=7, route=FIXING),
    ]
    return mixed + [r.model_copy(update={"case_id": f"fixing-{r.case_id}"}) for r in fixing]


def test_where_a_route_alone_proves_a_cheaper_candidate_it_wins_over_its_tier() -> None:
    of = run(granularity="route")
    made = built(of, by_route(of))
    assert made.tiers.high[0].model == "d/dear"
    assert made.candidates(Tier.HIGH, FIXING)[0].model == "d/cheap"
    assert made.candidates(Tier.HIGH, CLEANUP)[0].model == "d/dear"
    assert made.entry(Tier.LOW, FIXING) is None, "the tier is as cheap already"


def test_routes_are_kept_as_evidence_but_off_unless_asked_for() -> None:
    of = run()
    found = by_route(of)
    assert built(of, found).routes == ()
    kept = {(s.model, s.route): s.cases for s in summaries_of(of, found) if s.route}
    assert kept["d/cheap", FIXING] == 21


def test_a_route_is_guarded_by_the_fallback_too() -> None:
    of = guarded(granularity="route")
    found = [
        *rows(of, "d/cheap", {Tier.LOW: 6, Tier.MEDIUM: 7, Tier.HIGH: 7}, cases=7, route=FIXING),
        *rows(of, "d/safe", cases=7, route=FIXING),
    ]
    assert built(of, found).routes == ()


@pytest.mark.parametrize("route", ["debugging", "debugging/migration", "x/y"])
def test_a_route_that_is_none_is_refused(route: str) -> None:
    with pytest.raises(ValidationError, match="is not a route"):
        result(run(), route=route)
    assert len(ROUTES) == 18


def test_a_virtual_model_can_never_be_in_a_table() -> None:
    with pytest.raises(ValueError, match="kilo-auto/efficient is a virtual model"):
        Candidate(model="kilo-auto/efficient", accuracy=1, avg_cost_usd=0, meets_threshold=True)
