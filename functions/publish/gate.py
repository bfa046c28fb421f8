"""The gate: compares a draft with the live table, and refuses it when it must not go live."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from contracts.publication import Change, Gate
from contracts.run import Run
from contracts.summary import Summary
from contracts.table import Candidate, RouteEntry, RoutingTable, Serving
from contracts.tier import TIERS, Tier
from functions.publish.saturation import told

Counts = Mapping[tuple[Tier, str], int]


@dataclass(frozen=True)
class Facts:
    """The run behind a draft. `swept`: the sweep ended it with the results so far."""

    run: Run
    summaries: Sequence[Summary]
    swept: bool


def gate(draft: RoutingTable, facts: Facts, live: RoutingTable | None, counts: Counts) -> Gate:
    """Return the comparison. `counts` are the decisions of the last 24 hours by tier and route."""
    decisions = sum(counts.values()) if live else 0
    return Gate(
        against=live.version if live else None,
        refusals=tuple(_refusals(draft, facts, live)),
        holds=tuple(_holds(draft, facts, live)),
        changes=tuple(_changes(draft, live)),
        decisions=decisions,
        moved=_moved(draft, live, counts) if live and decisions else None,
        cost_change=_cost_change(draft, live, counts) if live and decisions else None,
    )


def _refusals(draft: RoutingTable, facts: Facts, live: RoutingTable | None) -> Iterator[str]:
    if facts.swept:
        yield "the sweep ended the run early; start a new run, which carries its results"
    if live and draft.simulated and not live.simulated:
        yield "the draft has simulated models, and the live table has real ones"
    for tier in TIERS:
        yield from _holes(tier, facts, live)


def _holes(tier: Tier, facts: Facts, live: RoutingTable | None) -> Iterator[str]:
    most = facts.run.config.max_hole_share
    mine = [s for s in facts.summaries if s.tier == tier]
    holey = [s.model for s in mine if s.hole_share > most]
    if 2 * len(holey) > len(mine):
        yield (
            f"tier {tier}: too many holes, {len(holey)} of {len(mine)} candidates have no grade "
            f"in more than {most:.0%} of its cases"
        )
    now = live.tiers.of(tier)[0].model if live else None
    if now in holey:
        holes = f"has no grade in more than {most:.0%} of its cases"
        yield f"tier {tier}: {now}, which serves now, {holes}"


def _holds(draft: RoutingTable, facts: Facts, live: RoutingTable | None) -> Iterator[str]:
    """Yield why an admin should look first: a saturated tier that none has let pass before."""
    known = live.saturated if live else ()
    held = facts.run.config.hold_saturated
    new = (tier for tier in draft.saturated if tier in held and tier not in known)
    yield from (told(tier, draft.tiers.of(tier)) for tier in new)


def _changes(draft: RoutingTable, live: RoutingTable | None) -> Iterator[Change]:
    for tier in TIERS:
        yield from _change(draft, live, tier, None)
        for route in sorted({e.route for e in _entries(draft, live) if e.tier is tier}):
            yield from _change(draft, live, tier, route)


def _entries(*tables: RoutingTable | None) -> list[RouteEntry]:
    return [entry for table in tables if table for entry in table.routes]


def _change(
    draft: RoutingTable, live: RoutingTable | None, tier: Tier, route: str | None
) -> Iterator[Change]:
    before = _order(live.candidates(tier, route)) if live else ()
    after = _order(draft.candidates(tier, route))
    if before != after:
        serving = _serving(draft, tier, route)
        yield Change(
            tier=tier,
            route=route,
            before=before,
            after=after,
            why=serving.why,
            detail=serving.detail,
        )


def _serving(table: RoutingTable, tier: Tier, route: str | None) -> Serving:
    entry = table.entry(tier, route)
    found = entry.serving if entry else table.serving and table.serving.of(tier)
    return found or Serving(why=table.why(tier, route), detail="the table gives no reason")


def _order(candidates: Sequence[Candidate]) -> tuple[str, ...]:
    return tuple(c.model for c in candidates)


def _moved(draft: RoutingTable, live: RoutingTable, counts: Counts) -> float:
    moved = sum(
        n
        for (tier, route), n in counts.items()
        if draft.candidates(tier, route)[0].model != live.candidates(tier, route)[0].model
    )
    return moved / sum(counts.values())


def _cost_change(draft: RoutingTable, live: RoutingTable, counts: Counts) -> float | None:
    """Return the relative change of cost, by the draft's numbers where it knows the incumbent; None
    without a cost before.
    """
    before = after = 0.0
    for (tier, route), n in counts.items():
        now = live.candidates(tier, route)[0]
        anew = next((c for c in draft.candidates(tier, route) if c.model == now.model), now)
        before += n * anew.avg_cost_usd
        after += n * draft.candidates(tier, route)[0].avg_cost_usd
    return after / before - 1 if before else None
