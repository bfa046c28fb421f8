"""Simulate publishing on known outcomes: `autoroute replay`."""

import json
from math import isfinite
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from cli.console import UNKNOWN, console, share, usd
from cli.render import grid
from contracts.errors import Refused
from contracts.options import Rule
from contracts.statistics import MOST_LOOKS

_NAMES = {
    "best": "always the best model",
    "cheapest": "always the cheapest",
    "random": "a model at random",
    "oracle": "a table that knows the true accuracies",
}
Outcome = Annotated[
    Path,
    typer.Option(
        exists=True,
        dir_okay=False,
        help="CSV or Parquet with the columns `task`, `stratum`, `model`, `correct`, `cost_usd`; "
        "optional: `latency_ms`, `repetition`.",
    ),
]


def replay(
    outcomes: Outcome,
    rule: Annotated[
        Rule, typer.Option(help="What must reach the bar: the lower bound, or the mean.")
    ] = Rule.WILSON,
    confidence: Annotated[
        float, typer.Option(min=0.8, max=0.95, help="Of the one-sided bounds.")
    ] = 0.9,
    min_accuracy: Annotated[
        float, typer.Option(min=0, max=1, help="The bar: accuracy from 0 to 1.")
    ] = 0.7,
    cases: Annotated[int, typer.Option(min=1, help="Tasks measured in each group of tasks.")] = 25,
    looks: Annotated[str, typer.Option(help="Measure in looks instead, as in 25,50,100.")] = "",
    pool: Annotated[
        int | None, typer.Option(min=1, help="Models drawn at random for each benchmark.")
    ] = None,
    draws: Annotated[int, typer.Option(min=1, help="Benchmarks to simulate.")] = 200,
    seed: Annotated[int, typer.Option(help="Of the random numbers.")] = 0,
    keep: Annotated[
        bool, typer.Option(help="Keep the incumbent while a change would not pay.")
    ] = True,
    fallback: Annotated[
        str | None, typer.Option(help="Model that another may replace only if it is as good.")
    ] = None,
    margin: Annotated[
        float,
        typer.Option(
            min=0.001, max=0.5, help="Largest loss of accuracy that still counts as as good."
        ),
    ] = 0.1,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Simulate benchmarks on known outcomes, publish by the product's rules, and report.

    At least half of each group of tasks is left to be served. Free; needs no stack.
    """
    from cli.simulate import outcomes as tables
    from cli.simulate.benchmark import Terms
    from cli.simulate.simulate import Draws, simulate

    table = tables.read(outcomes)
    terms = Terms(
        rule,
        confidence,
        min_accuracy,
        _looks(looks) or (cases,),
        min_saving=0.2 if keep else None,
        fallback=_fallback(fallback, table.models),
        margin=margin,
    )
    tally = simulate(table, terms, Draws(draws, seed, pool))
    found = _numbers(tally, draws)
    console.print_json(json.dumps(found)) if as_json else console.print(_shown(found, tally))


def _looks(text: str) -> tuple[int, ...]:
    parts = [part.strip() for part in text.split(",") if part.strip()]
    ends = tuple(int(part) for part in parts if part.isdecimal())
    rising = all(a < b for a, b in zip((0, *ends), ends, strict=False))
    if len(ends) < len(parts) or not rising or len(ends) > MOST_LOOKS:
        raise Refused(
            f"looks: {text} is not a list of up to {MOST_LOOKS} rising numbers; write 25,50,100"
        )
    return ends


def _fallback(name: str | None, models: tuple[str, ...]) -> int | None:
    if name is not None and name not in models:
        raise Refused(f"fallback: {name} is not in the file; choose one of {', '.join(models)}")
    return None if name is None else models.index(name)


def _numbers(tally: Any, draws: int) -> dict[str, float | None]:
    """Return the report as shares of groups of tasks over all draws; null where nothing could be
    counted."""
    costs = tally.costs
    return {
        "falseSafe": _ratio(tally.false, tally.proven),
        "proven": _ratio(tally.proven, tally.strata),
        "accuracy": _ratio(tally.right, tally.tasks),
        "costVsBest": _ratio(costs.get("table", 0.0), costs.get("best", 0.0)),
        "costVsOracle": _ratio(costs.get("table", 0.0), costs.get("oracle", 0.0)),
        "benchmarkSpend": tally.spent / draws,
        "winnerChange": _ratio(tally.changed, tally.strata),
    }


def _ratio(part: float, whole: float) -> float | None:
    return part / whole if whole and isfinite(part) and isfinite(whole) else None


def _shown(found: dict[str, float | None], tally: Any) -> Table:
    table = grid("Replay", "", "")
    for text, name in (
        ("winners declared proven whose true accuracy is below the bar", "falseSafe"),
        ("groups of tasks with a proven candidate", "proven"),
        ("accuracy of the served tasks", "accuracy"),
        ("winners that a second benchmark changes", "winnerChange"),
    ):
        table.add_row(text, share(found[name]))
    for other in _NAMES:
        ratio = _ratio(tally.costs.get("table", 0.0), tally.costs.get(other, 0.0))
        table.add_row(f"cost compared with {_NAMES[other]}", f"{ratio:.2f} x" if ratio else UNKNOWN)
    table.add_row("cost of a benchmark", usd(found["benchmarkSpend"]))
    return table
