"""Show the item analysis of a run in a terminal."""

from collections import Counter
from collections.abc import Sequence

from rich.console import Group
from rich.text import Text

from cli.console import UNKNOWN, share
from cli.render import bounds, grid
from contracts.item import Finding, Item
from contracts.tier import TIERS

_ADVICE = {
    Finding.ALL_SOLVE: "all solve it: retire it, or make it harder",
    Finding.NONE_SOLVES: "none solves it: check its key, or keep it for better models",
    Finding.WEAKEST_SOLVES: "the weakest solves it: it is not high; move it to another tier",
    Finding.INVERTED: "better candidates fail it: check its key",
}


def analysis(run_id: str, found: Sequence[Item], *, every: bool) -> Group:
    """Return the cases with a finding, or all, and how many cases of each tier separate."""
    columns = ("case", "tier", "solve rate (bounds)", "discrimination (bounds)", "finding")
    shown = grid(f"Item analysis of {run_id}", *columns)
    for item in found:
        if every or item.finding or item.unsteady:
            shown.add_row(item.case_id, item.tier or UNKNOWN, *_numbers(item), _finding(item))
    return Group(shown, *map(Text, _counts(found)))


def _numbers(item: Item) -> tuple[str, str]:
    solved = f"{share(item.solve_rate)} ({bounds(item)})"
    low, high = item.discrimination_lower, item.discrimination_upper
    if item.discrimination is None or low is None or high is None:
        return solved, UNKNOWN
    return solved, f"{item.discrimination:+.2f} ({low:+.2f} to {high:+.2f})"


def _finding(item: Item) -> str:
    told = [_ADVICE[item.finding]] if item.finding else []
    return "; ".join([*told, *(["repetitions disagree"] if item.unsteady else [])])


def _counts(found: Sequence[Item]) -> list[str]:
    same = (Finding.ALL_SOLVE, Finding.NONE_SOLVES)
    alike = Counter(item.tier for item in found if item.finding in same)
    total = Counter(item.tier for item in found)
    return [
        f"{tier}: {total[tier] - alike[tier]} of {total[tier]} cases separate candidates"
        for tier in TIERS
        if total[tier]
    ]
