"""Show drafts, the gate and the history in a terminal."""

from collections.abc import Iterable, Iterator

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from cli.console import SIMULATED, UNKNOWN, share
from cli.render import grid
from cli.render_evaluation import headline
from contracts.admin import DraftLine, History, TableView
from contracts.publication import Change, Draft, DraftState, Gate


def standing(view: TableView) -> Iterator[str]:
    """Yield how the live table became live, and whether it is held."""
    if view.published:
        done = view.published
        yield f"{done.action} at {done.at:%Y-%m-%d %H:%M} by {done.by}: {done.why}"
    if view.hold:
        hold = view.hold
        yield f"held since {hold.at:%Y-%m-%d %H:%M} by {hold.by}: {hold.why}"


def drafts(lines: Iterable[DraftLine]) -> Table:
    shown = grid("Routing tables", "version", "state", "models", "new winners", "objections")
    for line in lines:
        shown.add_row(
            line.version,
            line.state,
            SIMULATED if line.simulated else "real",
            str(line.winners),
            "; ".join(line.objections),
        )
    return shown


def gate(draft: Draft) -> Iterator[RenderableType]:
    """Yield what the draft changes, and the gate's objections."""
    found = draft.gate
    yield Text(
        f"\ndraft is {draft.state}; compared with {found.against or 'no live table'}", style="bold"
    )
    if found.changes:
        yield _changes(found)
    else:
        yield Text("the draft changes no tier and no route")
    yield Text(_moved(found))
    for line in objections(found):
        yield Text(line, style="red")


def objections(found: Gate) -> Iterator[str]:
    yield from (f"refused: {refusal}" for refusal in found.refusals)
    yield from (f"held: {hold}" for hold in found.holds)


def _changes(found: Gate) -> Table:
    shown = grid("", "tier or route", "before", "after", "why")
    for change in found.changes:
        name = f"{change.tier} {change.route}" if change.route else change.tier
        shown.add_row(name, _first(change.before), _first(change.after), _why(change))
    return shown


def _first(order: tuple[str, ...]) -> str:
    return order[0] if order else "none"


def _why(change: Change) -> str:
    return change.detail if change.new_winner else f"same winner, different order; {change.detail}"


def _moved(found: Gate) -> str:
    if not found.decisions:
        return "no decisions were counted in the last day; the share that would move is unknown"
    change = UNKNOWN if found.cost_change is None else f"{100 * found.cost_change:+.1f}%"
    return (
        f"{share(found.moved)} of the {found.decisions} decisions of the last day would move "
        f"to another model; expected cost change {change}"
    )


def history(found: History) -> Iterator[RenderableType]:
    """Yield the acts, newest first, two lines each, and what the router of the table achieves."""
    for each in found.publications:
        yield Text(f"{each.at:%Y-%m-%d %H:%M} {each.action} by {each.by}: {each.why}")
        yield Text(f"    live after this: {each.version or 'nothing'}", style="dim")
        known = found.evaluations.get(each.version or "")
        if known and each.action in ("publish", "rollback"):
            yield Text(f"    {headline(known)}", style="dim")


def outcome(draft: Draft) -> Iterator[str]:
    """Yield the state of the draft of a run that has ended, and each objection."""
    look = f"see `autoroute table draft {draft.table.version}`"
    yield f"routing table: {draft.state}" + ("" if draft.state is DraftState.LIVE else f"; {look}")
    yield from objections(draft.gate)
