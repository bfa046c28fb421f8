"""A world: a repository written for the dataset, on which several cases stand."""

from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import Annotated

from pydantic import AfterValidator, Field

from contracts.control_record import ControlRecord
from contracts.digest import digest_of
from contracts.scalars import Text

WorldName = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]


def _inside(names: Iterable[str]) -> None:
    for name in names:
        path = PurePosixPath(name)
        if path.is_absolute() or ".." in path.parts or ".git" in path.parts:
            raise ValueError(f"{name!r} must be a path inside the working directory")


def _paths(files: dict[str, str]) -> dict[str, str]:
    _inside(files)
    return files


def _names(names: tuple[str, ...]) -> tuple[str, ...]:
    _inside(names)
    return names


Files = Annotated[dict[str, str], AfterValidator(_paths)]
Paths = Annotated[tuple[str, ...], AfterValidator(_names)]


class World(ControlRecord):
    """A repository: `files` by path, and its `history` as `git fast-export` writes it, whose last
    commit has the same files; empty without one.
    """

    name: WorldName
    files: Files
    history: str = ""

    @property
    def digest(self) -> str:
        """A digest that changes with everything that a model sees of it: 16 hex digits."""
        return digest_of(self.wire())


class WorldState(ControlRecord):
    """The state of a world in which a case begins. `digest` is that of the world; `removed` names
    files that the case takes away. With `commit` the changes of the case are the last commit, under
    that message; without it they are not committed.
    """

    name: WorldName
    digest: Text
    removed: Paths = ()
    commit: Text | None = None

    def files(self, world: World, changed: Mapping[str, str]) -> dict[str, str]:
        """Return all files by path. `changed` holds the files that the case replaces or adds."""
        kept = {n: text for n, text in world.files.items() if n not in self.removed}
        return {**kept, **changed}
