"""Reads the worlds of the dataset, and the cases that stand on them."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from contracts.errors import DatasetError
from contracts.world import World

# What stands for the text of a file beside the case, as `{file:right.patch}`.
_FILE = "{file:"


@cache
def load_worlds(folder: Path) -> dict[str, World]:
    """Return the worlds by name; none when the folder is missing. Raises DatasetError."""
    places = sorted(p for p in folder.iterdir() if p.is_dir()) if folder.is_dir() else []
    return {place.name: _world(place) for place in places}


def world_rows(folder: Path) -> list[tuple[str, dict[str, Any]]]:
    """Return the cases of all worlds as rows like those of a TOML file of cases, each with the name
    of its folder. Raises DatasetError for a file that is not TOML.
    """
    return [
        (f"{name}/{place.name}", _row(place, world))
        for name, world in load_worlds(folder).items()
        for place in sorted((folder / name / "cases").glob("*/"))
    ]


def _world(place: Path) -> World:
    history = place / "history.export"
    return World(
        name=place.name,
        files=_texts(place / "tree"),
        history=history.read_text(encoding="utf-8") if history.is_file() else "",
    )


def _row(place: Path, world: World) -> dict[str, Any]:
    try:
        row = tomllib.loads((place / "case.toml").read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise DatasetError(f"{world.name}/{place.name}: case.toml: {error}") from None
    state = {"name": world.name, "digest": world.digest, **row.pop("state", {})}
    verifier = place / "verify.py"
    if verifier.is_file():
        hidden = _texts(place / "hidden")
        script = f"hidden = {hidden!r}\n{verifier.read_text(encoding='utf-8')}"
        row["check"] = {"kind": "verifier", "script": script}
    filled = _filled(row, _texts(place, deep=False))
    return {**filled, "world": state, "files": _texts(place / "state")}


def _texts(place: Path, *, deep: bool = True) -> dict[str, str]:
    """Return the text of each file below a folder by its path."""
    found = sorted(path for path in place.glob("**/*" if deep else "*") if path.is_file())
    try:
        return {str(p.relative_to(place)): p.read_bytes().decode() for p in found}
    except UnicodeDecodeError as error:
        raise DatasetError(f"{place}: a file is not UTF-8: {error}") from None


def _filled(value: Any, beside: Mapping[str, str]) -> Any:
    """Return the value with the text of each file that it names."""
    if isinstance(value, dict):
        return {name: _filled(item, beside) for name, item in value.items()}
    if isinstance(value, list):
        return [_filled(item, beside) for item in value]
    if isinstance(value, str) and _FILE in value:
        for name, text in beside.items():
            value = value.replace(f"{_FILE}{name}}}", text)
    return value
