"""Says what sessions saved against other ways to serve them, from their usage rows.

Each other way has its own warm cache: a model that had served all the time would have read from its
cache what came before, as far as a turn begins like the one before it. A figure without that is too
good (LiteLLM had to correct one).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from itertools import groupby

from contracts.hot_record import HotRecord
from contracts.price import Price
from contracts.scalars import Count, Text
from gateway.rows import CLASSIFIER, UsageRow

_CACHE = timedelta(minutes=5)  # how long providers keep a prompt that is not asked for again


class Savings(HotRecord, kw_only=True):
    """What some turns cost, in USD, and what the same turns would have cost on `model` alone. None
    is unknown: a turn without tokens, cost or price says nothing, and `unknown` counts those.
    """

    model: Text
    turns: Count
    unknown: Count
    served_usd: float | None
    classifier_usd: float
    other_usd: float | None

    @property
    def saved_usd(self) -> float | None:
        """What was saved, net of the classifier; negative when the other way was cheaper."""
        if self.served_usd is None or self.other_usd is None:
            return None
        return self.other_usd - self.served_usd - self.classifier_usd


@dataclass(frozen=True)
class _Turn:
    served: Decimal
    other: float


def savings(rows: Iterable[UsageRow], model: str, prices: Mapping[str, Price]) -> Savings:
    """Return what the rows of virtual models saved against `model` alone, over all sessions."""
    every = sorted(rows, key=lambda row: (row.user_id, row.session_id or row.key, row.at))
    paid = [row for row in every if row.model == CLASSIFIER]
    served = [row for row in every if row.model != CLASSIFIER and row.source != "asked"]
    price = prices.get(model)
    turns: list[_Turn | None] = []
    for _, session in groupby(served, key=lambda row: (row.user_id, row.session_id or row.key)):
        turns += _session(list(session), price)
    known = [turn for turn in turns if turn]
    return Savings(
        model=model,
        turns=len(turns),
        unknown=len(turns) - len(known),
        served_usd=float(sum(turn.served for turn in known)) if known else None,
        classifier_usd=float(sum(Decimal(row.cost_usd or 0) for row in paid)),
        other_usd=sum(turn.other for turn in known) if known else None,
    )


def _session(rows: Sequence[UsageRow], price: Price | None) -> list[_Turn | None]:
    """Return the turns of a session. A turn that grew from the one before it, in time, would have
    had all of that one in the cache.
    """
    turns: list[_Turn | None] = []
    before: UsageRow | None = None
    for row in rows:
        warm = 0
        if before and before.prompt_tokens and row.at - before.at < _CACHE:
            warm = min(before.prompt_tokens, row.prompt_tokens or 0)
        turns.append(_turn(row, warm, price))
        before = row if row.prompt_tokens else before
    return turns


def _turn(row: UsageRow, warm: int, price: Price | None) -> _Turn | None:
    if None in (row.cost_usd, row.prompt_tokens, row.completion_tokens) or price is None:
        return None
    other = _cost(price, row.prompt_tokens or 0, warm, row.completion_tokens or 0)
    return None if other is None else _Turn(Decimal(row.cost_usd or 0), other)


def _cost(price: Price, prompt: int, warm: int, completion: int) -> float | None:
    at = price.at(prompt)
    if at.prompt is None or at.completion is None:
        return None
    cached = at.prompt if at.cached is None else at.cached
    return (prompt - warm) * at.prompt + warm * cached + completion * at.completion
