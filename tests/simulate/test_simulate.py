"""What `autoroute replay` says about worlds whose truth is known."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from typer.testing import CliRunner

from cli.main import app

KEYS = [
    "falseSafe",
    "proven",
    "accuracy",
    "costVsBest",
    "costVsOracle",
    "benchmarkSpend",
    "winnerChange",
]


def replay(path: Path, *options: str, draws: int = 120) -> dict[str, Any]:
    args = ["replay", "--outcomes", str(path), "--json", "--draws", str(draws), *options]
    answer = CliRunner().invoke(app, args, catch_exceptions=False)
    assert answer.exit_code == 0, answer.output
    return dict(json.loads(answer.output))


def test_the_keys_are_these(spread: Path) -> None:
    assert list(replay(spread, draws=2)) == KEYS


def test_the_same_seed_draws_the_same(spread: Path) -> None:
    one, two = (replay(spread, "--seed", "3", "--pool", "5", draws=5) for _ in range(2))
    assert one == two
    assert replay(spread, "--seed", "4", "--pool", "5", draws=5) != one


BARS, POOLS = ("0.7", "0.8"), ("5", "10", "15")


@lru_cache
def overall(path: Path, *options: str) -> dict[str, float]:
    """Return the means over bars and pools of five to fifteen models, as teams have them."""
    found = [
        replay(path, "--min-accuracy", bar, "--pool", pool, *options, draws=12)
        for bar in BARS
        for pool in POOLS
    ]
    proven = sum(each["proven"] for each in found)
    false = sum((each["falseSafe"] or 0) * each["proven"] for each in found)
    spent, changed = (sum(e[k] for e in found) for k in ("benchmarkSpend", "winnerChange"))
    return {
        "falseSafe": false / proven,
        "proven": proven / len(found),
        "benchmarkSpend": spent,
        "winnerChange": changed / len(found),
    }


def test_few_of_the_declared_winners_are_below_the_bar(spread: Path) -> None:
    few, many = (overall(spread, "--cases", n) for n in ("25", "100"))
    assert few["falseSafe"] <= 0.07
    assert many["falseSafe"] <= 0.03
    assert many["proven"] > few["proven"] > 0.5


def test_the_mean_declares_more_winners_and_more_false_ones(spread: Path) -> None:
    wilson, mean = (replay(spread, "--rule", rule, draws=20) for rule in ("wilson", "mean"))
    assert mean["falseSafe"] > 2 * wilson["falseSafe"]
    assert mean["proven"] > wilson["proven"]


def test_looks_are_as_safe_and_cost_less(spread: Path) -> None:
    fixed, steps = overall(spread, "--cases", "100"), overall(spread, "--looks", "25,50,100")
    assert steps["falseSafe"] <= 0.03
    assert steps["benchmarkSpend"] <= 0.7 * fixed["benchmarkSpend"]
    assert steps["proven"] > 0.9 * fixed["proven"]


def test_a_crowd_around_the_bar_takes_more_confidence(crowded: Path) -> None:
    """With 25 cases, ten candidates have ten chances of luck: 90 % lets more of them through, 95 %
    does not."""
    usual, sure = (
        replay(crowded, "--min-accuracy", "0.8", "--pool", "10", "--confidence", c, draws=20)[
            "falseSafe"
        ]
        for c in ("0.9", "0.95")
    )
    assert sure <= 0.07 < usual


def test_incumbents_that_are_kept_keep_the_winner(spread: Path) -> None:
    """With all models in the pool and few cases it moves more often."""
    kept, replaced = overall(spread, "--cases", "25"), overall(spread, "--cases", "25", "--no-keep")
    assert kept["winnerChange"] <= 0.2
    assert replaced["winnerChange"] > 2 * kept["winnerChange"]


def test_a_fallback_guards_what_is_served(spread: Path) -> None:
    options = ("--min-accuracy", "0.6", "--cases", "100")
    alone = replay(spread, *options, draws=6)
    guarded, tight = (
        replay(spread, *options, "--fallback", "m14", "--margin", m, draws=6)
        for m in ("0.2", "0.1")
    )
    assert alone["accuracy"] < guarded["accuracy"] < tight["accuracy"]
    assert alone["costVsBest"] < guarded["costVsBest"] < tight["costVsBest"] <= 1.01


def test_a_fallback_that_is_not_in_the_file_is_refused(spread: Path) -> None:
    args = ["replay", "--outcomes", str(spread), "--fallback", "nobody"]
    with pytest.raises(Exception, match="fallback: nobody is not in the file"):
        CliRunner().invoke(app, args, catch_exceptions=False)


def tiny(path: Path, **changes: Any) -> Path:
    rows = {
        "task": ["a", "a", "b", "b"],
        "stratum": ["s"] * 4,
        "model": ["m", "n", "m", "n"],
        "correct": [1, 1, 1, 0],
        "cost_usd": [0.1, 0.3, 0.1, 0.3],
        **changes,
    }
    pl.DataFrame({name: v for name, v in rows.items() if v is not None}).write_csv(path)
    return path


def test_what_is_served_is_the_rest_of_the_tasks(tmp_path: Path) -> None:
    found = replay(tiny(tmp_path / "t.csv"), "--min-accuracy", "0.1", draws=3)
    assert found["accuracy"] == 1.0
    assert found["costVsBest"] == pytest.approx(1.0)
    assert found["benchmarkSpend"] == pytest.approx(0.4)


def test_repetitions_of_a_task_are_one_case(tmp_path: Path) -> None:
    once = replay(tiny(tmp_path / "once.csv"), draws=3)
    frame = pl.read_csv(tmp_path / "once.csv")
    twice = pl.concat([frame.with_columns(repetition=pl.lit(n)) for n in (0, 1)])
    twice.write_csv(tmp_path / "twice.csv")
    assert replay(tmp_path / "twice.csv", draws=3) == once


def test_what_is_unknown_is_neither_wrong_nor_free(tmp_path: Path) -> None:
    rows = {
        "task": ["a", "b", "c", "c"],
        "stratum": ["s", "s", "t", "t"],
        "model": ["m", "n", "m", "n"],
    }
    found = replay(tiny(tmp_path / "t.csv", **rows), draws=3)
    assert found["accuracy"] is None
    assert found["costVsBest"] is None


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"cost_usd": None}, "column cost_usd is missing"),
        ({"correct": [1, 1, 2, 0]}, "row 4: correct"),
        ({"correct": ["yes", "1", "1", "1"]}, "row 2: correct"),
        ({"cost_usd": [0.1, -1, 0.1, 0.1]}, "row 3: cost_usd"),
        ({"cost_usd": ["0.1", "cheap", "0.1", "0.1"]}, "row 3: cost_usd"),
        ({"model": ["m", None, "m", "n"]}, "row 3: model"),
    ],
)
def test_a_table_that_is_wrong_is_refused_by_place(
    tmp_path: Path, changes: dict[str, Any], named: str
) -> None:
    args = ["replay", "--outcomes", str(tiny(tmp_path / "t.csv", **changes))]
    with pytest.raises(Exception, match=named):
        CliRunner().invoke(app, args, catch_exceptions=False)


@pytest.mark.parametrize("looks", ["50,25", "a,b", "10,20,30,40", "0,10"])
def test_looks_that_do_not_rise_are_refused(spread: Path, looks: str) -> None:
    args = ["replay", "--outcomes", str(spread), "--looks", looks]
    with pytest.raises(Exception, match="looks"):
        CliRunner().invoke(app, args, catch_exceptions=False)
