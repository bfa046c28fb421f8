"""Tables for a terminal."""

from collections import Counter
from collections.abc import Iterable

from rich.table import Table

from cli.console import SIMULATED, UNKNOWN, millis, share, usd
from contracts.run import Run, RunKind, RunView
from contracts.summary import Summary
from contracts.table import Candidate, RoutingTable
from contracts.tier import TIERS
from contracts.winner import ClassifierWinner


def grid(title: str, *columns: str) -> Table:
    """A table that fits 80 columns."""
    shown = Table(title=title, box=None, padding=(0, 2, 0, 0), pad_edge=False)
    for column in columns:
        shown.add_column(column, overflow="fold", header_style="bold")
    return shown


def routing_table(table: RoutingTable) -> Table:
    columns = ("tier", "model", "passed", "accuracy (bounds)", "cost/case", "verdict")
    shown = grid(_title("Routing table", table.simulated), *columns)
    shown.caption = _terms(table)
    for tier in TIERS:
        candidates = table.tiers.of(tier)
        for place, candidate in enumerate(candidates):
            shown.add_row(*_candidate("" if place else tier, candidate))
        shown.add_row()
    return shown


def _candidate(tier: str, candidate: Candidate) -> Iterable[str]:
    """A row; the first candidate of a tier, which is served, is the one with its tier beside."""
    verdict = "proven" if candidate.meets_threshold else "unproven"
    colour = "green" if candidate.meets_threshold else "yellow"
    return (
        f"[bold]{tier}[/]" if tier else "",
        f"[bold]{candidate.model}[/]" if tier else candidate.model,
        f"{candidate.passes}/{candidate.cases}",
        f"{share(candidate.accuracy)} ({_bounds(candidate)})",
        usd(candidate.avg_cost_usd),
        f"[{colour}]{verdict}, served[/]" if tier else f"[{colour}]{verdict}[/]",
    )


def _bounds(candidate: Candidate) -> str:
    if candidate.lower is None or candidate.upper is None:
        return UNKNOWN
    return f"{100 * candidate.lower:.0f}–{100 * candidate.upper:.0f}"


def _terms(table: RoutingTable) -> str:
    sure = f", one-sided {table.confidence:.0%} bounds" if table.confidence else ""
    return f"bar {share(table.min_accuracy)}, rule {table.rule}{sure}\n{table.version}"


def summaries(view: RunView) -> Table:
    """What a run measured; a candidate that broke has its cause beside its holes."""
    run, tiered = view.run, view.run.kind is RunKind.DECIDER
    title = _title(f"{run.kind.capitalize()} candidates", run.simulated)
    columns = ("cases", "accuracy", "cost/case", "p50", "p95", "holes")
    shown = grid(title, "model", *(["tier"] if tiered else []), *columns)
    shown.caption = run.run_id
    for summary in view.summaries:
        shown.add_row(summary.model, *([summary.tier] if tiered else []), *_numbers(summary))
    return shown


def _numbers(summary: Summary) -> Iterable[str]:
    holes = f"{summary.holes} [red]{summary.cause}[/]" if summary.cause else str(summary.holes)
    return (
        str(summary.cases),
        share(summary.accuracy),
        usd(summary.avg_cost_usd),
        millis(summary.p50_latency_ms),
        millis(summary.p95_latency_ms),
        holes,
    )


def broken(found: Iterable[Summary]) -> list[str]:
    """A line for each candidate without any evidence, with what broke it."""
    holes: Counter[str] = Counter()
    causes: dict[str, str] = {}
    for summary in found:
        if summary.broken and summary.cause:
            holes[summary.model] += summary.holes
            causes[summary.model] = summary.cause
    return [
        f"[red]Broken:[/] {model}: {causes[model]} in {n} of {n} cases, so it has no accuracy"
        for model, n in holes.items()
    ]


def winner(won: ClassifierWinner) -> str:
    simulated = f" ({SIMULATED})" if won.simulated else ""
    return (
        f"Classifier: [bold green]{won.model}[/]{simulated}, accuracy {share(won.accuracy)}, "
        f"p95 {millis(won.p95_latency_ms)}"
    )


def runs(listed: Iterable[Run]) -> Table:
    shown = grid("Runs", "run", "status", "completed", "models", "error")
    for run in listed:
        ended = f"{run.completed_at:%Y-%m-%d %H:%M}" if run.completed_at else ""
        shown.add_row(
            run.run_id,
            run.status,
            ended,
            SIMULATED if run.simulated else "real",
            run.error or "",
        )
    return shown


def _title(text: str, simulated: bool) -> str:
    return f"{text} ({SIMULATED} models)" if simulated else text
