"""Selects the candidate that serves a tier or route: proven, incumbent or fallback."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from contracts.options import Rule
from contracts.table import Candidate, Serving, Why
from functions.publish.non_inferiority import Fallback, objection
from functions.publish.rank import rank


@dataclass(frozen=True)
class Bar:
    """What a candidate has to reach. `min_saving` is the share by which it has to be cheaper than
    the incumbent.
    """

    min_accuracy: float
    rule: Rule
    confidence: float = 0.9
    min_saving: float | None = None


@dataclass(frozen=True)
class Incumbent:
    """The model that serves now; `proven` if it was when its table was published."""

    model: str
    proven: bool


@dataclass(frozen=True)
class Selection:
    """The candidates in order; the first one serves."""

    candidates: tuple[Candidate, ...]
    serving: Serving


def select_server(
    candidates: Iterable[Candidate],
    bar: Bar,
    scores: Mapping[str, float] | None = None,
    incumbent: Incumbent | None = None,
    fallback: Fallback | None = None,
) -> Selection | None:
    """Return the selection; None without a candidate, or without the fallback's."""
    ranked = rank(candidates, bar.min_accuracy, bar.rule, scores)
    beside = next((c for c in ranked if fallback and c.model == fallback.model), None)
    if not ranked or (fallback and not beside):
        return None
    refusals = objections(ranked, bar, fallback)
    served = [c for c in ranked if c.model not in refusals]
    first, serving = _first(ranked, served, bar, incumbent)
    refused = refusals.get(first.model) or refusals.get(ranked[0].model)
    if beside and refused and (first.model in refusals or first is beside):
        return _selection(ranked, beside, Serving(why=Why.FALLBACK, detail=refused))
    return _selection(ranked, first, serving)


def objections(
    candidates: Sequence[Candidate], bar: Bar, fallback: Fallback | None
) -> dict[str, str]:
    """Return by model why it may not replace the fallback; models that may are left out."""
    beside = next((c for c in candidates if fallback and c.model == fallback.model), None)
    if fallback is None or beside is None:
        return {}
    found = {
        c.model: objection(c, beside, fallback, c.confidence or bar.confidence) for c in candidates
    }
    return {model: why for model, why in found.items() if why}


def _first(
    ranked: Sequence[Candidate], served: Sequence[Candidate], bar: Bar, incumbent: Incumbent | None
) -> tuple[Candidate, Serving]:
    """Return the candidate that serves, and why. `served` are those without an objection."""
    proven = [c for c in served if c.meets_threshold]
    kept = next((c for c in served if incumbent and c.model == incumbent.model), None)
    if kept and incumbent and kept not in proven[:1] and _stays(kept, incumbent, proven, bar):
        return kept, Serving(why=Why.INCUMBENT, detail=_stayed(kept, bar))
    if proven:
        return proven[0], Serving(why=Why.CHEAPEST_PROVEN, detail=_proved(proven[0], bar))
    first = ranked[0]
    if first.meets_threshold:
        return first, Serving(why=Why.CHEAPEST_PROVEN, detail=_proved(first, bar))
    return first, Serving(why=Why.BEST_UNPROVEN, detail=_unproven(ranked, bar))


def _stays(kept: Candidate, incumbent: Incumbent, proven: Sequence[Candidate], bar: Bar) -> bool:
    """Return whether the incumbent stays: its upper bound reaches the bar, and no proven candidate
    is cheaper by `min_saving`. One that was published unproven gives way to any proven one.
    """
    if bar.min_saving is None or kept.upper is None or kept.upper < bar.min_accuracy:
        return False
    if not incumbent.proven:
        return not proven
    enough = kept.avg_cost_usd * (1 - bar.min_saving)
    return all(c.avg_cost_usd > enough for c in proven if c.model != kept.model)


def _selection(ranked: Sequence[Candidate], first: Candidate, serving: Serving) -> Selection:
    return Selection((first, *(c for c in ranked if c.model != first.model)), serving)


def _proved(first: Candidate, bar: Bar) -> str:
    if bar.rule is Rule.MEAN or first.lower is None:
        return f"its accuracy {first.accuracy:.3f} reaches the bar {bar.min_accuracy}"
    return f"its lower bound {first.lower:.3f} reaches the bar {bar.min_accuracy}"


def _stayed(kept: Candidate, bar: Bar) -> str:
    return (
        f"it serves already, its upper bound {kept.upper:.3f} reaches the bar {bar.min_accuracy}, "
        f"and no proven candidate is cheaper by {bar.min_saving:.0%}"
    )


def _unproven(ranked: Sequence[Candidate], bar: Bar) -> str:
    best = max((c.lower or 0.0 for c in ranked), default=0.0)
    return (
        f"no lower bound reaches the bar {bar.min_accuracy}, the highest is {best:.3f}; the most "
        "accurate candidate over all tiers serves"
    )
