"""Draw tables of runs, results and cases for a terminal."""

from collections.abc import Iterable

from rich.table import Table

from cli.console import SIMULATED, UNKNOWN, millis, share, usd
from cli.render_notes import formats
from contracts.admin import RunView
from contracts.decision import RunnerUp
from contracts.item import Item
from contracts.run import Run, RunKind
from contracts.summary import Summary
from contracts.table import Candidate, RoutingTable, Verdict
from contracts.tier import TIERS
from contracts.winner import ClassifierWinner

_COLUMNS = ("cases", "accuracy (bounds)", "cost/case", "p50", "p95", "holes")


def grid(title: str, *columns: str) -> Table:
    """Return an empty table that fits 80 columns."""
    shown = Table(title=title, box=None, padding=(0, 2, 0, 0), pad_edge=False)
    for column in columns:
        shown.add_column(column, overflow="fold", header_style="bold")
    return shown


def routing_table(table: RoutingTable) -> Table:
    columns = ("tier", "model", "passed", "accuracy (bounds)", "cost/case", "verdict")
    shown = grid(titled("Routing table", table.simulated), *columns)
    shown.caption = _terms(table)
    for tier in TIERS:
        _stratum(shown, tier, table.tiers.of(tier))
    for entry in table.routes:
        _stratum(shown, f"{entry.tier} {entry.route}", entry.candidates)
    return shown


def _stratum(shown: Table, name: str, candidates: Iterable[Candidate]) -> None:
    for place, candidate in enumerate(candidates):
        shown.add_row(*_candidate("" if place else name, candidate))
    shown.add_row()


_COLOURS = {Verdict.PROVEN: "green", Verdict.OPEN: "yellow", Verdict.REJECTED: "red"}


def _candidate(tier: str, candidate: Candidate) -> Iterable[str]:
    """Return a row. `tier` is empty for all but the first candidate of a tier, which serves."""
    verdict = candidate.verdict or Verdict.OPEN
    colour = _COLOURS[verdict]
    return (
        f"[bold]{tier}[/]" if tier else "",
        f"[bold]{candidate.model}[/]" if tier else candidate.model,
        f"{candidate.passes}/{candidate.cases}",
        f"{share(candidate.accuracy)} ({bounds(candidate)})",
        cost(candidate.avg_cost_usd, candidate.cost_lower_usd, candidate.cost_upper_usd),
        f"[{colour}]{verdict}, served[/]" if tier else f"[{colour}]{verdict}[/]",
    )


def bounds(of: Candidate | Summary | RunnerUp | Item) -> str:
    if of.lower is None or of.upper is None:
        return UNKNOWN
    return f"{100 * of.lower:.0f}–{100 * of.upper:.0f}"


def _terms(table: RoutingTable) -> str:
    looks = any(c.confidence != table.confidence for t in TIERS for c in table.tiers.of(t))
    over = " over all looks" if looks else ""
    sure = f", one-sided {table.confidence:.0%} bounds{over}" if table.confidence else ""
    guard = f", fallback {table.fallback_model}" if table.fallback_model else ""
    bars = " / ".join(dict.fromkeys(share(table.bar(tier)) for tier in TIERS))
    whys = [f"{tier}: {table.serving.of(tier).detail}" for tier in TIERS] if table.serving else []
    flat = [f"{tier}: saturated, its cases do not separate these" for tier in table.saturated]
    return "\n".join([f"bar {bars}, rule {table.rule}{sure}{guard}", *whys, *flat, table.version])


def summaries(view: RunView) -> Table:
    """Return what a run measured; a broken candidate has its cause beside its holes."""
    run, tiered = view.run, view.run.kind is RunKind.DECIDER
    title = titled(f"{run.kind.capitalize()} candidates", run.simulated)
    shown = grid(title, "model", *(["tier"] if tiered else []), *_COLUMNS)
    shown.caption = "\n".join([run.run_id, *_saved(view), *formats(view)])
    for summary in view.summaries:
        if summary.route is None:
            shown.add_row(summary.model, *([summary.tier] if tiered else []), *_numbers(summary))
    return shown


def _saved(view: RunView) -> list[str]:
    found = view.saved
    if found is None:
        return []
    spared = f"early stopping saved {found.measurements} measurements"
    return [f"{spared}; cost saved: {usd(_cents(found.cost_usd))}"]


def _cents(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def routes(view: RunView) -> Table:
    """Return the same results by route, over all tiers."""
    columns = ("model", "route", *_COLUMNS[:3], "holes")
    shown = grid(titled("By route", view.run.simulated), *columns)
    shown.caption = view.run.run_id
    for summary in sorted(view.summaries, key=lambda s: (s.route or "", s.model)):
        if summary.route:
            cases, accuracy, cost, _, _, holes = _numbers(summary)
            subtype = summary.route.partition("/")[2]
            shown.add_row(summary.model, subtype, cases, accuracy, cost, holes)
    return shown


def _numbers(summary: Summary) -> tuple[str, ...]:
    """Return the columns of a summary; the cost of a case has its own interval."""
    holes = f"{summary.holes} [red]{summary.cause}[/]" if summary.cause else str(summary.holes)
    return (
        str(summary.cases),
        UNKNOWN if summary.broken else f"{share(summary.accuracy)} ({bounds(summary)})",
        _cost_of(summary),
        millis(summary.p50_latency_ms),
        millis(summary.p95_latency_ms),
        holes,
    )


def _cost_of(summary: Summary) -> str:
    """Return the mean cost of a case; where the cost of some is unknown, what it is at least."""
    if not summary.unpriced:
        return cost(summary.avg_cost_usd, summary.cost_lower_usd, summary.cost_upper_usd)
    least = usd(summary.cost_at_least_usd) if summary.cost_at_least_usd else UNKNOWN
    return f"at least {least}, {summary.unpriced} unknown"


def cost(mean: float | None, lower: float | None, upper: float | None) -> str:
    """Return the mean cost of a case, and how far it may be off, in per cent of it."""
    if not mean or lower is None or upper is None:
        return usd(mean)
    return f"{usd(float(f'{mean:.3g}'))} ±{100 * (upper - mean) / mean:.0f}%"


def winner(won: ClassifierWinner) -> str:
    simulated = f" ({SIMULATED})" if won.simulated else ""
    proof = {True: ", proven", False: ", [yellow]not proven[/]", None: ""}[won.proven]
    bounds = f" ({100 * won.lower:.0f}–{100 * won.upper:.0f})" if won.lower and won.upper else ""
    return (
        f"Classifier: [bold green]{won.model}[/]{simulated}, accuracy {share(won.accuracy)}"
        f"{bounds}{proof}, p95 {millis(won.p95_latency_ms)}"
    )


def lanes(view: RunView) -> Table:
    """Return the progress of a run that has no summaries yet."""
    columns = ("model", "repetition", "done", "carried", "failed", "holes", "retried", "spent", "")
    shown = grid(titled(f"{view.run.kind.capitalize()} run", view.run.simulated), *columns)
    shown.caption = f"{view.run.run_id}: {view.run.status}"
    for lane in view.lanes:
        done = f"{lane.done}/{lane.expected}"
        numbers = (lane.carried, lane.failed, lane.holes, lane.tries)
        more = f" + {lane.unpriced} unpriced" if lane.unpriced else ""
        spent = f"{usd(round(lane.cost_usd, 4))}{more}"
        texts = [str(number) for number in numbers]
        shown.add_row(lane.candidate, str(lane.repetition), done, *texts, spent, lane.stopped or "")
    return shown


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


def titled(text: str, simulated: bool) -> str:
    return f"{text} ({SIMULATED} models)" if simulated else text
