"""Tables for a terminal."""

from collections.abc import Iterable

from rich.table import Table

from cli.console import SIMULATED, millis, share, usd
from contracts.run import Run, RunKind, RunView
from contracts.summary import Summary
from contracts.table import Candidate, RoutingTable
from contracts.tier import TIERS
from contracts.winner import ClassifierWinner


def routing_table(table: RoutingTable) -> Table:
    shown = Table(title=_title("Routing table", table.simulated), caption=_terms(table))
    for column in ("tier", "model", "verdict", "passed", "accuracy", "interval", "cost/case"):
        shown.add_column(column, no_wrap=True)
    for tier in TIERS:
        for place, candidate in enumerate(table.tiers.of(tier)):
            shown.add_row(
                f"[bold]{tier}[/]" if place == 0 else "",
                f"[bold green]{candidate.model}[/]" if place == 0 else candidate.model,
                _verdict(candidate, served=place == 0),
                f"{candidate.passes} of {candidate.cases}",
                share(candidate.accuracy),
                f"{share(candidate.lower)} – {share(candidate.upper)}",
                usd(candidate.avg_cost_usd),
                end_section=place == len(table.tiers.of(tier)) - 1,
            )
    return shown


def _verdict(candidate: Candidate, *, served: bool) -> str:
    if candidate.meets_threshold:
        return "[green]proven, served[/]" if served else "proven"
    return "[yellow]unproven, served[/]" if served else "unproven"


def _terms(table: RoutingTable) -> str:
    sure = f", one-sided bounds at {table.confidence:.0%}" if table.confidence else ""
    return f"bar {table.min_accuracy:.0%}, rule {table.rule}{sure}, version {table.version}"


def summaries(view: RunView) -> Table:
    run = view.run
    shown = Table(title=_title(f"{run.kind.capitalize()} run {run.run_id}", run.simulated))
    columns = ("model", "accuracy", "cost/case", "p50", "p95", "cases", "holes", "timeouts")
    for column in (*columns, "broken by"):
        shown.add_column(column, no_wrap=True)
    if run.kind is RunKind.DECIDER:
        shown.columns[0].header = "model (tier)"
    for summary in view.summaries:
        shown.add_row(*_row(summary))
    return shown


def _row(summary: Summary) -> Iterable[str]:
    tier = "" if summary.tier == "*" else f" ({summary.tier})"
    return (
        f"{summary.model}{tier}",
        share(summary.accuracy),
        usd(summary.avg_cost_usd),
        millis(summary.p50_latency_ms),
        millis(summary.p95_latency_ms),
        str(summary.cases),
        str(summary.holes),
        str(summary.timeouts),
        f"[red]{summary.cause}[/]" if summary.cause else "",
    )


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
