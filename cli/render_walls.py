"""What an attack on the sandbox found, as a table."""

from collections.abc import Iterable

from rich.table import Table

from cli.render import grid
from contracts.debug import Wall

_SHOWN = {True: "[green]held[/]", False: "[red]BROKEN[/]", None: "told"}


def walls(found: Iterable[Wall]) -> Table:
    """Return a row for each wall."""
    shown = grid("The CLI attacked its own sandbox", "wall", "", "seen")
    for wall in found:
        shown.add_row(wall.name, _SHOWN[wall.held], wall.detail)
    return shown
