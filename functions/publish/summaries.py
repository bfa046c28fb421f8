"""Summarizes the results of a run for each candidate, by tier and by route."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from contracts.look import Look
from contracts.result import CaseResult
from contracts.run import Run, RunKind
from contracts.statistics import spend
from contracts.summary import ALL_TIERS, Summary
from contracts.tier import TIERS, Tier
from functions.publish.classified import of_classifier
from functions.publish.summarize import summarize


def summaries_of(
    run: Run, results: Iterable[CaseResult], further: Sequence[Look] = ()
) -> Iterator[Summary]:
    """Yield a summary for each candidate and tier, and for each route with results; classifier
    candidates have one over all tiers.
    """
    rows: dict[tuple[str, str], list[CaseResult]] = defaultdict(list)
    for result in results:
        rows[result.candidate, result.tier or ALL_TIERS].append(result)
        if result.route:
            rows[result.candidate, result.route].append(result)
    for model in run.entrants:
        if run.kind is RunKind.CLASSIFIER:
            yield of_classifier(run, model, rows[model, ALL_TIERS])
            continue
        for tier in TIERS:
            sure = confidence_of(run, model, tier, further)
            yield summarize(model, tier, rows[model, tier], sure)
        yield from _routes(run, model, rows)


def confidence_of(run: Run, model: str, tier: Tier, further: Sequence[Look]) -> float:
    """Return the confidence of the last look in which a candidate was measured on a tier."""
    config = run.config
    last = max([0, *(k.number for k in further if tier in k.going.get(model, ()))])
    return spend(config.confidence, len(config.looks) or 1)[last]


def _routes(
    run: Run, model: str, rows: dict[tuple[str, str], list[CaseResult]]
) -> Iterator[Summary]:
    """Yield the summaries by route at the confidence of the first look, the strictest: the cases of
    a route come from tiers with different last looks.
    """
    sure = spend(run.config.confidence, len(run.config.looks) or 1)[0]
    for route in sorted(
        {place for candidate, place in rows if candidate == model and "/" in place}
    ):
        yield summarize(model, ALL_TIERS, rows[model, route], sure, route)
