"""Summarizes a classifier candidate: by what routes a request, or by its labels."""

from collections import Counter
from collections.abc import Sequence

from contracts.options import ClassifierBar, Granularity
from contracts.result import CaseResult
from contracts.rounding import half_up, in_order
from contracts.run import Run
from contracts.summary import ALL_TIERS, Summary
from functions.publish.summarize import scores_of, summarize


def of_classifier(run: Run, model: str, rows: Sequence[CaseResult]) -> Summary:
    """Return the summary of a candidate. A result that names no labels keeps its score."""
    config = run.config
    by_tier = config.classifier_bar is ClassifierBar.TIER
    judged = [_routed(row, config.granularity) if by_tier else row for row in rows]
    graded = [row for row in rows if row.graded]
    scores = list(scores_of(graded).values())
    return summarize(model, ALL_TIERS, judged, config.confidence).model_copy(
        update={
            "label_score": half_up(in_order(scores) / len(scores), 4) if scores else None,
            "confusion": confusion(graded),
        }
    )


def confusion(graded: Sequence[CaseResult]) -> dict[str, int]:
    """Return the number of results by expected and answered tier, as `high>low`."""
    places = (
        f"{row.expected.tier}>{row.answered.tier if row.answered else 'none'}"
        for row in graded
        if row.expected
    )
    return dict(sorted(Counter(places).items()))


def _routed(row: CaseResult, granularity: Granularity) -> CaseResult:
    """Return the result with the score 1 when the request would be served as by its labels."""
    if row.expected is None:
        return row
    return row.model_copy(update={"score": float(_right(row, granularity))})


def _right(row: CaseResult, granularity: Granularity) -> bool:
    expected, answered = row.expected, row.answered
    if expected is None or answered is None:
        return False
    same_route = granularity is Granularity.TIER or answered.route == expected.route
    return answered.tier is expected.tier and same_route
