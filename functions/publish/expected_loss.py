"""Prices the errors of a classifier by what the live table would have served."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from contracts.config import Config
from contracts.summary import Summary
from contracts.table import Candidate, RoutingTable
from contracts.tier import TIERS, Tier
from functions.publish.winner import MOST_UNPRICED

_NONE = "none"


@dataclass(frozen=True)
class Stakes:
    """What a wrong tier costs in USD: the live table, and the price of a task that fails."""

    table: RoutingTable
    failure_usd: float

    def loss(self, expected: Tier, answered: Tier | None) -> float:
        """Return what is lost, on average, when a request of tier `expected` is taken for
        `answered`; None means no usable answer, so that the fallback serves. Never negative: a
        wrong tier that happens to be cheaper and as good is no merit of the classifier.
        """
        right, wrong = self.table.tiers.of(expected)[0], self._server(answered)
        measured = self._in(expected, wrong.model)
        accuracy = measured.accuracy if measured else 0.0
        cost = (measured or wrong).avg_cost_usd
        worse = max(0.0, right.accuracy - accuracy)
        return max(0.0, worse * self.failure_usd + cost - right.avg_cost_usd)

    def expected_loss(self, confusion: Mapping[str, int]) -> float | None:
        """Return the mean loss of a request in USD; None without counts."""
        total = sum(confusion.values())
        losses = (self.loss(*_cell(name)) * count for name, count in confusion.items())
        return sum(losses) / total if total else None

    def _server(self, answered: Tier | None) -> Candidate:
        """Return the server. Without a fallback in the table it is the server of the tier high."""
        fallback = self.table.fallback_model
        known = (c for c in _hardest_first(self.table) if c.model == fallback)
        high = self.table.tiers.high[0]
        return self.table.tiers.of(answered)[0] if answered else next(known, high)

    def _in(self, tier: Tier, model: str) -> Candidate | None:
        return next((c for c in self.table.tiers.of(tier) if c.model == model), None)


def priced(summaries: Sequence[Summary], stakes: Stakes) -> list[Summary]:
    """Return the summaries of classifiers with what a request loses by each of them, its own cost
    included; unknown without a known cost or without labels.
    """
    return [s.model_copy(update=_loss(s, stakes)) for s in summaries]


def stakes_of(config: Config, live: RoutingTable | None, *, simulated: bool) -> Stakes | None:
    """Return the stakes; None without a live table, or when only that one is simulated."""
    if live is None or (live.simulated and not simulated):
        return None
    return Stakes(live, config.failure_cost_usd)


def _loss(summary: Summary, stakes: Stakes) -> dict[str, float | None]:
    own, lost = summary.cost_for_ranking(MOST_UNPRICED), stakes.expected_loss(summary.confusion)
    return {"expected_loss_usd": None if own is None or lost is None else own + lost}


def _cell(name: str) -> tuple[Tier, Tier | None]:
    expected, _, answered = name.partition(">")
    return Tier(expected), None if answered == _NONE else Tier(answered)


def _hardest_first(table: RoutingTable) -> Iterator[Candidate]:
    return (c for tier in reversed(TIERS) for c in table.tiers.of(tier))
