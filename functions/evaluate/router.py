"""Routes each case by the table that was built without it, by the production engine."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import fsum

from contracts.table import Candidate, RoutingTable
from contracts.tier import TIERS, Tier
from functions.decide.engine import Asked, choose
from functions.evaluate.subjects import Outcome, Subject


@dataclass(frozen=True)
class Routed:
    """A case with the models that serve it: `router` by what the classifier says, None while it
    says nothing yet; `stated` by the case's own tier and route. `best`, `cheapest` and `fallback`
    are those of the same table, None where it has none.
    """

    subject: Subject
    router: str | None
    stated: str
    best: str | None
    cheapest: str | None
    fallback: str | None

    def outcome(self, model: str | None) -> Outcome | None:
        """Return what a model achieved on the case; None without a model or without a grade."""
        return self.subject.outcomes.get(model) if model else None


def routed(
    fold: Sequence[Subject], table: RoutingTable, shares: Mapping[Tier, float]
) -> Iterator[Routed]:
    """Yield the cases of a fold, routed by `table`. `shares` are the parts of the tiers among all
    cases, which decide over all tiers what is best and what is cheapest.
    """
    known = _over_all_tiers(table, shares)
    best = max(known, key=lambda m: (known[m][0], -known[m][1]), default=None)
    cheapest = min(known, key=lambda m: (known[m][1], -known[m][0]), default=None)
    for subject in fold:
        derived = subject.derived
        yield Routed(
            subject,
            _server(table, derived.tier, derived.route) if derived else None,
            _server(table, subject.tier, subject.route),
            best,
            cheapest,
            table.fallback_model,
        )


def shares_of(subjects: Sequence[Subject]) -> dict[Tier, float]:
    counts = Counter(subject.tier for subject in subjects)
    return {tier: counts[tier] / len(subjects) for tier in TIERS}


def _server(table: RoutingTable, tier: Tier | None, route: str | None) -> str:
    """Return the model that serves. Without a tier it is the gateway's fallback; where the table
    names none, the server of the tier high, as for the expected loss of a classifier.
    """
    if tier is None:
        return table.fallback_model or table.tiers.high[0].model
    chosen = choose(table, Asked(tier, route)).candidate
    return (chosen or table.candidates(tier, route)[0]).model


def _over_all_tiers(
    table: RoutingTable, shares: Mapping[Tier, float]
) -> dict[str, tuple[float, float]]:
    """Return the accuracy and the USD of a case of each model that every tier has."""
    found: dict[str, list[tuple[float, Candidate]]] = {}
    for tier in TIERS:
        for candidate in table.tiers.of(tier):
            found.setdefault(candidate.model, []).append((shares[tier], candidate))
    return {
        model: (
            fsum(share * c.accuracy for share, c in mine),
            fsum(share * c.avg_cost_usd for share, c in mine),
        )
        for model, mine in sorted(found.items())
        if len(mine) == len(TIERS)
    }
