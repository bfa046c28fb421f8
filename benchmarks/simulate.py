"""Measure how long `autoroute replay` takes, and how that grows: `python -m benchmarks.simulate`.

200 draws on made outcomes, with 125, 500 and 2,000 tasks in each of ten groups of ten models."""

import time
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import polars as pl

from cli.console import console
from cli.simulate.benchmark import Terms
from cli.simulate.outcomes import read
from cli.simulate.simulate import Draws, simulate
from contracts.options import Rule

STRATA, MODELS, DRAWS = 10, 10, 200
TERMS = Terms(Rule.WILSON, 0.9, 0.7, (50,), min_saving=0.2)


def write(path: Path, tasks: int) -> int:
    """Write made outcomes. Return the number of rows."""
    chance = np.random.default_rng(1)
    rows = STRATA * tasks * MODELS
    index = np.arange(rows)
    model = index % MODELS
    table = {
        "task": (index // MODELS).astype(str),
        "stratum": (index // (MODELS * tasks)).astype(str),
        "model": model.astype(str),
        "correct": (chance.random(rows) < 0.5 + 0.045 * model).astype(int),
        "cost_usd": 0.001 * 1.5**model * chance.lognormal(0, 0.4, rows),
    }
    pl.DataFrame(table).write_parquet(path)
    return rows


def timed(tasks: int) -> tuple[int, float]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "outcomes.parquet"
        rows = write(path, tasks)
        began = time.perf_counter()
        simulate(read(path), TERMS, Draws(DRAWS, 0, None))
        return rows, time.perf_counter() - began


def main() -> None:
    _, least = timed(125)
    for tasks in (125, 500, 2000):
        rows, took = timed(tasks)
        console.print(
            f"{rows:>7} rows x {DRAWS} draws: {took:.2f} s, {took / least:.2f} x the least"
        )


if __name__ == "__main__":
    main()
