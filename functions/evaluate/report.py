"""Puts the evaluation together, or says why there is none."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from contracts.evaluation import Comparison, Evaluation, Place, Policy, Router
from contracts.tier import TIERS
from functions.evaluate.compare import POLICIES, comparison, misrouting, router
from functions.evaluate.estimates import of_costs, of_scores
from functions.evaluate.folds import MOST_FOLDS, deal, sizes
from functions.evaluate.mix import equal_cost_mix
from functions.evaluate.router import Routed, routed, shares_of
from functions.evaluate.subjects import Subject
from functions.evaluate.tables import Build
from functions.publish.build import EmptyTier


@dataclass(frozen=True)
class About:
    """What is evaluated: a table's version and the classifier in use, at `confidence`."""

    version: str
    at: datetime
    classifier: str
    simulated: bool
    confidence: float


def evaluate(
    about: About, subjects: Sequence[Subject], build: Build, most: int = MOST_FOLDS
) -> Evaluation:
    """Return the evaluation. Each case is routed by the table that `build` makes without its fold,
    of at most `most` folds. Where no number can be computed, `why_not` says why.
    """
    found = _routed(subjects, build, most)
    cases = {"cases": len(subjects), "unclassified": sum(s.derived is None for s in subjects)}
    if isinstance(found, str):
        return _evaluation(about, folds=0, why_not=found, **cases)
    folds, served = found
    counts = [(case, router(case)) for case in served if case.router]
    return _evaluation(
        about,
        folds=folds,
        missing=sum(taken is None for _, taken in counts),
        unpriced=sum(taken is not None and taken.cost_usd is None for _, taken in counts),
        router=_router(served, about.confidence),
        comparisons=tuple(_comparisons(served, about.confidence)),
        misrouting=misrouting(served, about.confidence),
        tiers={
            t: p for t in TIERS for p in _places(served, about.confidence, "tier") if p.name == t
        },
        routes=tuple(_places(served, about.confidence, "route")),
        **cases,
    )


def _evaluation(about: About, **found: Any) -> Evaluation:
    return Evaluation(**vars(about), **found)


def _routed(subjects: Sequence[Subject], build: Build, most: int) -> tuple[int, list[Routed]] | str:
    """Return the number of folds and the routed cases, or why there are none."""
    few = next((f"{n} in tier {tier}" for tier, n in sizes(subjects).items() if n < 2), None)
    if few:
        return f"too few independent cases: {few}, where at least 2 are needed"
    if all(subject.derived is None for subject in subjects):
        return "no case was classified; see the log of the function that evaluates"
    folds, shares = deal(subjects, most), shares_of(subjects)
    found: list[Routed] = []
    for fold in folds:
        table = build({subject.case_id for subject in fold})
        if isinstance(table, EmptyTier):
            return _no_table(table, len(fold))
        found += routed(fold, table, shares)
    if not any(router(case) for case in found):
        return "no model that the router chose has a grade on a case that it was chosen for"
    return len(folds), found


def _no_table(empty: EmptyTier, held_out: int) -> str:
    lacking = f"the fallback {empty.model} has no" if empty.model else "no candidate has a"
    return (
        f"no table without the {held_out} cases that it is judged on: in tier {empty.tier} "
        f"{lacking} known cost and few enough holes; measure more cases"
    )


def _router(cases: Sequence[Routed], confidence: float) -> Router:
    taken = [(case, found) for case in cases if (found := router(case))]
    asked = [(c.subject.group, c.subject.derived) for c in cases]
    return Router(
        accuracy=of_scores([(c.subject.group, o.score) for c, o in taken], confidence),
        cost_usd=of_costs(
            [(c.subject.group, usd) for c, o in taken if (usd := o.cost_usd) is not None],
            confidence,
        ),
        classifier_cost_usd=of_costs(
            [(g, usd) for g, d in asked if d and (usd := d.cost_usd) is not None], confidence
        ),
        served=dict(sorted(Counter(c.router for c, _ in taken if c.router).items())),
    )


def _comparisons(cases: Sequence[Routed], confidence: float) -> list[Comparison]:
    """Return the comparisons, without the fallback where there is none."""
    found = [comparison(cases, policy, confidence) for policy in POLICIES]
    if mix := equal_cost_mix(cases, confidence):
        found.append(mix)
    order = list(Policy)
    known = [each for each in found if each.accuracy.cases]
    return sorted(known, key=lambda each: order.index(each.policy))


def _places(cases: Sequence[Routed], confidence: float, by: str) -> list[Place]:
    """Return the router in each stated tier, or on each stated route."""
    found: dict[str, list[Routed]] = defaultdict(list)
    for case in cases:
        if name := getattr(case.subject, by):
            found[name].append(case)
    return [_place(name, mine, confidence) for name, mine in sorted(found.items())]


def _place(name: str, cases: Sequence[Routed], confidence: float) -> Place:
    own = _router(cases, confidence)
    return Place(name=name, cases=len(cases), accuracy=own.accuracy, cost_usd=own.cost_usd)
