"""Tables for a terminal."""

from collections import Counter
from collections.abc import Iterable

from rich.table import Table

from cli.console import SIMULATED, millis, share, usd
from contracts.run import Run, RunView
from contracts.summary import ALL_TIERS, Summary
from contracts.table import Candidate, RoutingTable
from contracts.tier import TIERS
from contracts.winner import ClassifierWinner


def routing_table(table: RoutingTable) -> Table:
    shown = Table(title=_title("Routing table", table.simulated), caption=_terms(table))
    for column in ("tier", "model", "passed", "accuracy (bounds)", "cost/case", "verdict"):
        shown.add_column(column, no_wrap=True)
    for tier in TIERS:
        candidates = table.tiers.of(tier)
        for place, candidate in enumerate(candidates):
            first, last = place == 0, place == len(candidates) - 1
            shown.add_row(*_candidate(tier if first else "", candidate), end_section=last)
    return shown


def _candidate(tier: str, candidate: Candidate) -> Iterable[str]:
    """A row; the first candidate of a tier, which is served, is the one with its tier beside."""
    verdict = "proven" if candidate.meets_threshold else "unproven"
    colour = "green" if candidate.meets_threshold else "yellow"
    return (
        f"[bold]{tier}[/]" if tier else "",
        f"[bold]{candidate.model}[/]" if tier else candidate.model,
        f"{candidate.passes}/{candidate.cases}",
        f"{share(candidate.accuracy)} ({share(candidate.lower)}–{share(candidate.upper)})",
        usd(candidate.avg_cost_usd),
        f"[{colour}]{verdict}, served[/]" if tier else f"[{colour}]{verdict}[/]",
    )


def _terms(table: RoutingTable) -> str:
    sure = f", one-sided {table.confidence:.0%} bounds" if table.confidence else ""
    return f"bar {share(table.min_accuracy)}, rule {table.rule}{sure}\n{table.version}"


def summaries(view: RunView) -> Table:
    run = view.run
    shown = Table(title=_title(f"{run.kind.capitalize()} candidates", run.simulated))
    shown.caption = run.run_id
    for column in ("model", "tier", "cases", "accuracy", "cost/case", "p50", "p95", "no verdict"):
        shown.add_column(column, no_wrap=True)
    for summary in view.summaries:
        shown.add_row(*_summary(summary))
    return shown


def _summary(summary: Summary) -> Iterable[str]:
    broken = f"{summary.holes} [red]{summary.cause}[/]" if summary.cause else str(summary.holes)
    return (
        summary.model,
        "all" if summary.tier == ALL_TIERS else summary.tier,
        str(summary.cases),
        share(summary.accuracy),
        usd(summary.avg_cost_usd),
        millis(summary.p50_latency_ms),
        millis(summary.p95_latency_ms),
        broken,
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
    shown = Table(title="Runs")
    for column in ("run", "status", "started", "completed", "models", "error"):
        shown.add_column(column)
    for run in listed:
        ended = f"{run.completed_at:%Y-%m-%d %H:%M:%S}" if run.completed_at else ""
        shown.add_row(
            run.run_id,
            run.status,
            f"{run.started_at:%Y-%m-%d %H:%M:%S}",
            ended,
            SIMULATED if run.simulated else "real",
            run.error or "",
        )
    return shown


def _title(text: str, simulated: bool) -> str:
    return f"{text} ({SIMULATED} models)" if simulated else text
