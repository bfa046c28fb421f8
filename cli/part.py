"""Read a private part from a folder, and check it as `autoroute dataset check` does."""

from collections.abc import Callable, Iterator
from pathlib import Path

from contracts.bank import Part
from contracts.dataset import DeciderCase
from contracts.errors import AutoRoutingError
from functions.benchmark.cases.load import load_deciders
from functions.benchmark.cases.rules import part_faults
from functions.benchmark.cases.worlds import load_worlds
from local.matrix import faults


def read_part(folder: Path, name: str) -> Part:
    """Return the part in a folder. Raises DatasetError with a line for each problem,
    ValidationError for a bad name, and AutoRoutingError where the folder has no cases.
    """
    deciders, worlds = folder / "decider", folder / "worlds"
    if not (deciders.is_dir() or worlds.is_dir()):
        raise AutoRoutingError(
            f"PATH: {folder} has no decider/ and no worlds/; lay it out as datasets/README.md says"
        )
    cases = load_deciders(deciders, worlds)
    return Part(name=name, cases=cases, worlds=tuple(load_worlds(worlds).values()))


def problems_of(part: Part, folder: Path, told: Callable[[str], None]) -> Iterator[str]:
    """Yield a line for each problem of a part, beside those of its form; `told` is called with the
    id of each case before its matrix is tried.
    """
    yield from part_faults(part.cases, load_deciders())
    for case in part.cases:
        told(case.case_id)
        yield from _tried(case, folder / "worlds")


def _tried(case: DeciderCase, worlds: Path) -> Iterator[str]:
    try:
        yield from faults(case, worlds)
    except Exception as error:
        yield f"{case.case_id}: a step of it fails: {type(error).__name__}: {error}"
