"""Make tables of outcomes whose truth is known."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from cli.simulate.outcomes import Floats

STRATA, TASKS, MODELS = 20, 400, 16


@pytest.fixture(scope="session")
def spread(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a table of models as different as those of public leaderboards."""
    return write(tmp_path_factory.mktemp("replay") / "spread.parquet", 0.2, 0.95)


@pytest.fixture(scope="session")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a table with most models close to the bar, where luck decides."""
    return write(tmp_path_factory.mktemp("replay") / "crowded.parquet", 0.55, 0.9)


def write(path: Path, worst: float, best: float) -> Path:
    """Write a table in which more expensive models are better on the whole, and tasks differ."""
    chance = np.random.default_rng(20)
    skill = np.linspace(worst, best, MODELS) + chance.normal(0, 0.03, MODELS)
    cost = 0.002 * 1.3 ** np.arange(MODELS) * chance.uniform(0.7, 1.4, MODELS)
    frames = [_stratum(f"s{n}", skill, cost, chance) for n in range(STRATA)]
    pl.concat(frames).write_parquet(path)
    return path


def _stratum(name: str, skill: Floats, cost: Floats, chance: np.random.Generator) -> pl.DataFrame:
    level = np.clip(skill + chance.normal(0, 0.06, MODELS), 0.05, 0.99)
    ease = chance.normal(0, 0.12, (TASKS, 1))
    right = chance.random((TASKS, MODELS)) < np.clip(level + ease, 0, 1)
    usd = cost * chance.lognormal(0, 0.5, (TASKS, MODELS))
    rows, columns = np.indices((TASKS, MODELS)).reshape(2, -1)
    return pl.DataFrame(
        {
            "task": [f"{name}-t{row}" for row in rows],
            "stratum": [name] * len(rows),
            "model": [f"m{column:02}" for column in columns],
            "correct": right.reshape(-1).astype(int),
            "cost_usd": usd.reshape(-1),
        }
    )
