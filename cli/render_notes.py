"""Render what is unusual about a run, a line each."""

from collections import Counter
from collections.abc import Iterable

from contracts.admin import RunView
from contracts.summary import Summary


def warnings(view: RunView) -> list[str]:
    """Return what keeps a running run from its full speed, or from going on at all."""
    short = view.shortage
    missing = (
        f"[yellow]Worker shortage:[/] {short.running} of {short.wanted} tasks at {short.at:%H:%M}; "
        f"AWS said: {short.reason}. The run goes on, and the sweep asks again each minute"
        if short
        else None
    )
    stale = view.outdated and f"[red]Outdated:[/] {view.outdated}"
    return [line for line in (missing, stale) if line]


def formats(view: RunView) -> list[str]:
    found = [s for s in view.summaries if s.formats and s.route is None]
    return [
        f"{s.model}, {s.tier}: {s.formats} right answers in a form that was not asked for "
        "(cause format; they count as failed)"
        for s in found
    ]


def broken(found: Iterable[Summary]) -> list[str]:
    """Return a line for each candidate that has only holes, with their cause."""
    holes: Counter[str] = Counter()
    causes: dict[str, str] = {}
    for summary in found:
        if summary.broken and summary.cause and summary.route is None:
            holes[summary.model] += summary.holes
            causes[summary.model] = summary.cause
    return [
        f"[red]Broken:[/] {model}: {causes[model]} in {n} of {n} cases; no accuracy is known"
        for model, n in holes.items()
    ]
