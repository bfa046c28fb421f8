"""What sessions saved against other ways to serve them, from their usage rows.

Each other way has its own warm cache: a model that had served all the time would have read from its
cache what came before in the same thread. A figure without that is too good (LiteLLM had to correct
one).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import groupby
from statistics import fmean

from contracts.hot_record import HotRecord
from contracts.price import Price
from contracts.scalars import Count, Text
from contracts.table import Candidate, RoutingTable
from contracts.tier import TIERS
from contracts.usage import UsageRow, exact_usd

_CACHE = timedelta(minutes=5)  # how long providers keep a prompt that is not asked for again


class Savings(HotRecord, kw_only=True):
    """What some turns cost, in USD, and what the same turns would have cost on `model` alone. None
    is unknown: a turn without tokens, cost, price or thread says nothing, and `unknown` counts
    those. `saved_usd` is net of the classifier, negative when the other way was cheaper, and None
    while the cost of a classification is unknown.
    """

    model: Text
    turns: Count
    unknown: Count
    served_usd: float | None
    classifier_usd: float
    unknown_classifier_costs: Count
    other_usd: float | None
    saved_usd: float | None


class SavingsView(HotRecord, kw_only=True):
    """What a user's turns saved against serving all of them by the fallback, and by the most
    accurate model of the live table; None where there is no such model.
    """

    user_id: Text
    session_id: Text | None
    since: Text
    until: Text
    simulated: bool
    fallback: Savings | None
    best: Savings | None


@dataclass(frozen=True)
class _Turn:
    served: Decimal
    other: float


def best_model(table: RoutingTable) -> str | None:
    """Return the most accurate model over all tiers among those measured in each, the cheaper one
    of equals; None if there is none."""
    evidence: dict[str, list[Candidate]] = {}
    for tier in TIERS:
        for candidate in table.tiers.of(tier):
            evidence.setdefault(candidate.model, []).append(candidate)
    complete = {m: found for m, found in evidence.items() if len(found) == len(TIERS)}
    return max(complete, key=lambda m: _worth(complete[m]), default=None)


def _worth(found: list[Candidate]) -> tuple[float, float]:
    return fmean(c.accuracy for c in found), -fmean(c.avg_cost_usd for c in found)


def savings(rows: Iterable[UsageRow], model: str, prices: Mapping[str, Price]) -> Savings:
    """Return what the rows of virtual models saved against `model` alone, over all sessions."""
    every = sorted(rows, key=lambda row: (*_thread_of(row), row.began))
    paid = [row for row in every if row.attempt == "classifier"]
    served = [r for r in every if r.attempt != "classifier" and r.source != "asked"]
    price = prices.get(model)
    turns: list[_Turn | None] = []
    for _, thread in groupby(served, key=_thread_of):
        kept: dict[int, datetime] = {}
        turns += [_turn(row, _warm(row, kept), price) for row in thread]
    return _compared(model, turns, paid)


def _thread_of(row: UsageRow) -> tuple[str, str, str]:
    return row.user_id, row.session_id or "", row.thread_id or ""


def _compared(model: str, turns: Sequence[_Turn | None], paid: Sequence[UsageRow]) -> Savings:
    known = [turn for turn in turns if turn]
    unknown = sum(exact_usd(row.cost_usd) is None or not row.cost_known for row in paid)
    classifier = float(sum(exact_usd(row.cost_usd) or 0 for row in paid))
    cost = float(sum(turn.served for turn in known)) if known else None
    other = sum(turn.other for turn in known) if known else None
    told = cost is not None and other is not None and not unknown
    return Savings(
        model=model,
        turns=len(turns),
        unknown=len(turns) - len(known),
        served_usd=cost,
        classifier_usd=classifier,
        unknown_classifier_costs=unknown,
        other_usd=other,
        saved_usd=(other or 0.0) - (cost or 0.0) - classifier if told else None,
    )


def _warm(row: UsageRow, kept: dict[int, datetime]) -> int:
    """Return how many tokens the cache of a model that had served all of the thread would have had
    of a prompt: the largest earlier prompt that is not larger, or what the model that served really
    read. `kept` has the sizes of the earlier prompts, with the times of their last use.
    """
    prompt = row.prompt_tokens or 0
    for size in [size for size, at in kept.items() if row.began - at >= _CACHE]:
        del kept[size]
    warm = max((size for size in kept if size <= prompt), default=0)
    used = {prompt, *(size for size in kept if size <= warm)} - {0}
    kept |= {size: max(row.at, kept.get(size, row.at)) for size in used}
    return max(warm, min(row.cached_tokens or 0, prompt))


def _turn(row: UsageRow, warm: int, price: Price | None) -> _Turn | None:
    usd = exact_usd(row.cost_usd) if row.cost_known else None
    told = (usd, price, row.prompt_tokens, row.completion_tokens, row.thread_id)
    if usd is None or price is None or None in told:
        return None
    other = _cost(price, row.prompt_tokens or 0, warm, row.completion_tokens or 0)
    return None if other is None else _Turn(usd, other)


def _cost(price: Price, prompt: int, warm: int, completion: int) -> float | None:
    at = price.at(prompt)
    if at.prompt is None or at.completion is None:
        return None
    cached = at.prompt if at.cached is None else at.cached
    return (prompt - warm) * at.prompt + warm * cached + completion * at.completion
