"""Which candidate serves a tier, given the model that the session is on."""

from typing import overload

from contracts.decision import Decision
from contracts.table import Candidate, RoutingTable
from contracts.tier import Tier


@overload
def decide(table: None, tier: Tier, incumbent: str | None, route: str | None = None) -> None: ...


@overload
def decide(
    table: RoutingTable, tier: Tier, incumbent: str | None, route: str | None = None
) -> Decision: ...


def decide(
    table: RoutingTable | None, tier: Tier, incumbent: str | None, route: str | None = None
) -> Decision | None:
    """The first candidate of the tier, or of the route where the table has an entry, unless the
    incumbent meets the bar and the first one is not cheaper by more than the table's switch-cost
    factor: a switch throws away the provider's prompt cache. None without a table."""
    if table is None:
        return None
    fresh, *others = table.candidates(tier, route)
    kept = next((c for c in others if c.model == incumbent), None)
    if kept and kept.meets_threshold and not _pays(fresh, kept, table.switch_cost_factor):
        return _decision(table, tier, kept, sticky=True)
    return _decision(table, tier, fresh, sticky=False)


def _pays(fresh: Candidate, kept: Candidate, factor: float) -> bool:
    return fresh.avg_cost_usd * factor < kept.avg_cost_usd


def _decision(table: RoutingTable, tier: Tier, choice: Candidate, *, sticky: bool) -> Decision:
    return Decision(
        model=choice.model,
        tier=tier,
        table_version=table.version,
        reasoning_effort=choice.reasoning_effort,
        sticky=sticky,
    )
