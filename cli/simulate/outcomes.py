"""Read a table of outcomes: how well each model solved each task, and at what cost."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from contracts.errors import AutoRoutingError

Floats = npt.NDArray[np.float64]
_TEXTS = ("task", "stratum", "model")
_NUMBERS = ("correct", "cost_usd")


@dataclass(frozen=True)
class Stratum:
    """A group of tasks: one row for each task, one column for each model; NaN where the outcome is
    unknown. `latency` is in ms."""

    name: str
    correct: Floats
    cost: Floats
    latency: Floats

    @property
    def tasks(self) -> int:
        return len(self.correct)


@dataclass(frozen=True)
class Outcomes:
    """The outcomes of all groups; `models` names the columns of each."""

    models: tuple[str, ...]
    strata: tuple[Stratum, ...]


def means(values: Floats) -> Floats:
    """Return the mean of each column; NaN where all of it is unknown."""
    known = (~np.isnan(values)).sum(axis=0)
    with np.errstate(invalid="ignore"):
        found: Floats = np.nansum(values, axis=0) / known
    return found


def read(path: Path) -> Outcomes:
    """Return the outcomes in a CSV (also gzipped) or Parquet file, with the columns `task, stratum,
    model, correct, cost_usd` and perhaps `latency_ms, repetition`. Repetitions of a task are
    averaged. An empty cost is unknown. Raises AutoRoutingError that names file, column and
    fault."""
    table = _checked(_read(path), path)
    keys = ["stratum", "task", "model"]
    means = table.group_by(keys).agg(pl.col("correct", "cost_usd", "latency_ms").mean()).sort(keys)
    models = tuple(means["model"].unique().sort())
    strata = [_stratum(part, models) for part in means.partition_by("stratum")]
    return Outcomes(models, tuple(strata))


def _read(path: Path) -> pl.DataFrame:
    try:
        if path.suffix == ".parquet":
            return pl.read_parquet(path, glob=False)
        return pl.read_csv(path, infer_schema=False, glob=False)
    except (pl.exceptions.PolarsError, OSError) as error:
        first = str(error).splitlines()[0]
        raise AutoRoutingError(f"{path}: neither CSV nor Parquet ({first})") from error


def _checked(table: pl.DataFrame, path: Path) -> pl.DataFrame:
    missing = [name for name in (*_TEXTS, *_NUMBERS) if name not in table.columns]
    if missing:
        raise AutoRoutingError(f"{path}: column {', '.join(missing)} is missing")
    if "latency_ms" not in table.columns:
        table = table.with_columns(latency_ms=pl.lit(None))
    typed = table.with_columns(
        pl.col(_TEXTS).cast(pl.String),
        pl.col(*_NUMBERS, "latency_ms").cast(pl.Float64, strict=False),
    )
    for name, wrong in _rules(table).items():
        bad = typed.with_row_index(offset=2).filter(wrong)
        if len(bad):
            raise AutoRoutingError(f"{path}: row {bad['index'][0]}: {name}")
    if typed.is_empty():
        raise AutoRoutingError(f"{path}: no rows")
    return typed


def _rules(raw: pl.DataFrame) -> dict[str, pl.Expr]:
    """Return what must not be, by the message that says so."""
    cost, correct = pl.col("cost_usd"), pl.col("correct")
    latency = pl.col("latency_ms")

    def wrong(number: pl.Expr, name: str) -> pl.Expr:
        unreadable = number.is_null() & pl.Series(raw[name].is_not_null())
        return unreadable | (~number.is_finite() | (number < 0)).fill_null(False)

    return {
        **{f"{name}: empty": pl.col(name).is_null() for name in _TEXTS},
        "correct: must be a number from 0 to 1": ~correct.is_between(0, 1).fill_null(False),
        "cost_usd: must be a number of at least 0, or empty for unknown": wrong(cost, "cost_usd"),
        "latency_ms: must be a number of at least 0, or empty for unknown": (
            wrong(latency, "latency_ms")
        ),
    }


def _stratum(part: pl.DataFrame, models: tuple[str, ...]) -> Stratum:
    tasks = {task: row for row, task in enumerate(part["task"].unique().sort())}
    places = {model: column for column, model in enumerate(models)}
    rows = np.array([tasks[task] for task in part["task"]])
    columns = np.array([places[model] for model in part["model"]])

    def grid(name: str) -> Floats:
        found = np.full((len(tasks), len(models)), np.nan)
        found[rows, columns] = part[name].to_numpy()
        return found

    return Stratum(part["stratum"][0], grid("correct"), grid("cost_usd"), grid("latency_ms"))
