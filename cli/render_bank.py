"""Show the bank of a deployment: its parts, and what was done to its cases."""

from collections.abc import Iterator

from rich.console import RenderableType
from rich.table import Table

from cli import render
from contracts.admin import CaseStanding, DatasetView
from contracts.bank import BankAct
from contracts.tier import TIERS


def parts(found: DatasetView) -> Iterator[RenderableType]:
    """Yield the parts, and the faults that keep runs from starting."""
    shown = render.grid("Parts", "part", "weight", *TIERS, "retired", "version", "added")
    for part in found.parts:
        counts = [str(part.tiers.get(tier, 0)) for tier in TIERS]
        version = (part.added.version or "") if part.added else "-"
        since = _said(part.added) if part.added else "-"
        shown.add_row(part.name, f"{part.weight:g}", *counts, str(part.retired), version, since)
    yield shown
    yield from (f"fault: {fault}" for fault in found.faults)


def history(found: DatasetView) -> Iterator[RenderableType]:
    """Yield the acts, the newest first, and how the cases stand that were acted on."""
    yield _acts(found.acts)
    for case in found.cases:
        yield standing(case)


def _acts(acts: tuple[BankAct, ...]) -> Table:
    shown = render.grid("History", "at", "action", "case or part", "to", "by", "why")
    for act in reversed(acts):
        to = act.tier or (f"weight {act.weight:g}" if act.weight else "")
        at, on = f"{act.at:%Y-%m-%d %H:%M}", act.case_id or act.part or ""
        shown.add_row(at, act.action, on, to, act.by, act.why)
    return shown


def standing(case: CaseStanding) -> str:
    """Return how a case stands, in a line."""
    told = [f"retired {_said(case.retired)}"] if case.retired else []
    told += [f"in tier {case.moved.tier} {_said(case.moved)}"] if case.moved else []
    told += ["no longer in the bank"] if case.tier is None else []
    told += ["the case has changed since then; look at it again"] if case.changed else []
    return f"{case.case_id}: {'; '.join(told)}"


def _said(act: BankAct) -> str:
    return f"{act.at:%Y-%m-%d} by {act.by}: {act.why}"
