"""`autoroute replay`: what publishing would have done on outcomes that are known."""

import json
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
    "oracle": "a table that knows the truth",
}
Outcome = Annotated[
    Path,
    typer.Option(
        exists=True,
        dir_okay=False,
        help="CSV or Parquet: task, stratum, model, correct, cost_usd [, latency_ms, repetition].",
    ),
]


def replay(
    outcomes: Outcome,
    rule: Rule = Rule.WILSON,
    confidence: Annotated[float, typer.Option(min=0.8, max=0.95)] = 0.9,
    min_accuracy: Annotated[float, typer.Option(min=0, max=1, help="The bar.")] = 0.7,
    cases: Annotated[int, typer.Option(min=1, help="Tasks measured in each stratum.")] = 25,
    looks: Annotated[str, typer.Option(help="Measure in steps instead, as in 25,50,100.")] = "",
    pool: Annotated[int | None, typer.Option(min=1, help="Models in a draw, at random.")] = None,
    draws: Annotated[int, typer.Option(min=1)] = 200,
    seed: int = 0,
    keep: Annotated[bool, typer.Option(help="Keep the incumbent while it is good enough.")] = True,
    fallback: Annotated[
        str | None, typer.Option(help="A model that nobody replaces without being as good.")
    ] = None,
    margin: Annotated[float, typer.Option(min=0.001, max=0.5, help="As good within this.")] = 0.1,
    as_json: Annotated[bool, typer.Option("--json", help="Seven numbers for a program.")] = False,
) -> None:
    """Draw benchmarks from known outcomes, publish by the product's rules, serve the rest.

    At least half of each stratum is left to be served. Costs nothing and needs no stack.
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
            f"looks: {text}: up to {MOST_LOOKS} rising numbers are expected, as 25,50,100"
        )
    return ends


def _fallback(name: str | None, models: tuple[str, ...]) -> int | None:
    if name is not None and name not in models:
        raise Refused(f"fallback: {name} is not in the file; it has {', '.join(models)}")
    return None if name is None else models.index(name)


def _numbers(tally: Any, draws: int) -> dict[str, float | None]:
    """Shares are of strata over all draws; null where there was nothing to count."""
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
    return part / whole if whole else None


def _shown(found: dict[str, float | None], tally: Any) -> Table:
    table = grid("Replay", "", "")
    for text, name in (
        ("winners declared proven that are truly below the bar", "falseSafe"),
        ("strata in which something is proven", "proven"),
        ("accuracy of what was served", "accuracy"),
        ("a fresh benchmark changes the winner", "winnerChange"),
    ):
        table.add_row(text, share(found[name]))
    for other in _NAMES:
        ratio = _ratio(tally.costs.get("table", 0.0), tally.costs.get(other, 0.0))
        table.add_row(f"cost against {_NAMES[other]}", f"{ratio:.2f} x" if ratio else UNKNOWN)
    table.add_row("a benchmark costs", usd(found["benchmarkSpend"]))
    return table
