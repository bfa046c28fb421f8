"""Lets a session go on with its model where no classification is needed, or none can be had."""

from contracts.decision import Constraints, Reason
from contracts.table import Candidate, RoutingTable
from contracts.tier import TIERS, Tier
from functions.decide.eligible import objection
from functions.decide.engine import Choice, entries, good_enough


def hold(
    table: RoutingTable, model: str | None, wanted: Constraints, tier: Tier | None, reason: Reason
) -> Choice | None:
    """Return the choice of the session's model, which serves in the middle of a turn, or whose
    server has a part of the conversation; None when there is none or the constraints exclude it. A
    model that the table lacks serves, too: it does so already.
    """
    if model is None or objection(table, model, wanted):
        return None
    routes = (entry.candidates for entry in table.routes)
    found = next(entries(model, [*_strata(table, tier), *routes]), None)
    return Choice(found, reason, sticky=True, outside=None if found else model)


def keep(
    table: RoutingTable, model: str | None, wanted: Constraints, tier: Tier | None
) -> Choice | None:
    """Return the choice of the session's model when no classifier answered; None when the model is
    not good enough for the tier that it served, for any tier if that is unknown, or the constraints
    exclude it.
    """
    if model is None or objection(table, model, wanted):
        return None
    strata = _strata(table, tier)[:1] if tier else _strata(table, None)
    good = next((c for c in entries(model, strata) if good_enough(table, c)), None)
    return Choice(good, "kept_unclassified", sticky=True) if good else None


def _strata(table: RoutingTable, tier: Tier | None) -> list[tuple[Candidate, ...]]:
    """Return the candidates, those of `tier` first; of the hardest tiers first without one."""
    order = ([tier] if tier else []) + list(reversed(TIERS))
    return [table.tiers.of(each) for each in order]
