"""Files of outcomes: ids stay texts, odd numbers are refused by row, unknown costs stay unknown."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cli.simulate.outcomes import read
from contracts.errors import AutoRoutingError
from tests.simulate.test_simulate import replay

HEAD = "task,stratum,model,correct,cost_usd,latency_ms\n"


def file(folder: Path, *rows: str, name: str = "t.csv") -> Path:
    path = folder / name
    path.write_text(HEAD + "".join(f"{row}\n" for row in rows))
    return path


def test_ids_that_look_like_numbers_are_three_tasks(tmp_path: Path) -> None:
    rows = [f"{task},s,m,1,0.1," for task in ("001", "01", "1", "1.0", "1e0")]
    (found,) = read(file(tmp_path, *rows)).strata
    assert found.tasks == 5


IDS = st.text("0123456789.eE+-_ab", min_size=1, max_size=6)


@given(st.sets(IDS, min_size=1, max_size=8))
@settings(deadline=None, max_examples=50)
def test_as_many_tasks_and_models_as_ids(
    tmp_path_factory: pytest.TempPathFactory, ids: set[str]
) -> None:
    folder = tmp_path_factory.mktemp("ids")
    rows = [f"{task},{task},{model},1,0.1," for task in ids for model in ids]
    found = read(file(folder, *rows))
    assert (set(found.models), len(found.strata)) == (ids, len(ids))


@pytest.mark.parametrize("name", ["a[1].csv", "a*.csv", "b?.csv", "{x}.csv"])
def test_a_file_name_is_a_file_name(tmp_path: Path, name: str) -> None:
    file(tmp_path, "x,s,other,1,0.1,", name="a1.csv")
    assert read(file(tmp_path, "x,s,m,1,0.1,", name=name)).models == ("m",)


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ("b,s,m,1,inf,", "cost_usd"),
        ("b,s,m,1,nan,", "cost_usd"),
        ("b,s,m,1,0.1,inf", "latency_ms"),
        ("b,s,m,1,0.1,-5", "latency_ms"),
        ("b,s,m,1,0.1,fast", "latency_ms"),
        ("b,s,m,nan,0.1,", "correct"),
        ("b,s,m,inf,0.1,", "correct"),
    ],
)
def test_an_odd_number_is_refused_by_row_and_field(tmp_path: Path, row: str, field: str) -> None:
    with pytest.raises(AutoRoutingError, match=f"row 3: {field}: must be a number"):
        read(file(tmp_path, "a,s,m,1,0.1,7", row))


def test_a_model_without_price_keeps_its_accuracy_and_is_never_free(tmp_path: Path) -> None:
    rows = [
        f"t{n},s,{m},{ok},{usd},5"
        for n in range(40)
        for m, ok, usd in (("cheap", n % 2, 0.1), ("dear", 1, 0.9), ("unpriced", 1, ""))
    ]
    path = file(tmp_path, *rows)
    (found,) = read(path).strata
    assert np.nanmean(found.correct[:, 2]) == 1.0
    assert np.isnan(found.cost[:, 2]).all()
    told = replay(path, "--min-accuracy", "0.8", draws=5)
    assert told["accuracy"] == pytest.approx(1.0)
    assert told["costVsBest"] is None or told["costVsBest"] > 0
