"""Show what an attack on the sandbox found."""

from collections.abc import Iterable, Iterator

from rich.table import Table
from rich.text import Text

from cli.render import grid
from contracts.debug import DebugReport, Wall

_SHOWN = {True: "[green]held[/]", False: "[red]BROKEN[/]", None: "not judged"}


def walls(found: Iterable[Wall]) -> Table:
    """Return a row for each wall."""
    shown = grid("The CLI attacked its own sandbox", "wall", "", "what was seen")
    for wall in found:
        shown.add_row(wall.name, _SHOWN[wall.held], Text(wall.detail))
    return shown


def broken(report: DebugReport) -> int:
    """Return how many walls did not hold; an attack of which no wall was judged counts as one."""
    judged = [wall.held for wall in report.walls if wall.held is not None]
    return judged.count(False) if judged else 1


def verdict(report: DebugReport) -> Iterator[str]:
    """Yield how many walls held, and why the case had no user of its own."""
    held = sum(wall.held is True for wall in report.walls)
    told = sum(wall.held is None for wall in report.walls)
    failed = broken(report)
    yield f"{held} walls held, {failed} are broken, {told} are not judged."
    yield f"It took {report.took_ms} ms; no provider was called."
    if report.why_not:
        yield (
            "Walls are broken because cases have no user of their own in this sandbox: "
            f"{report.why_not}. See docs/isolation.md (Not isolated)."
        )
    elif failed:
        yield "docs/isolation.md says what makes each wall hold."
