"""The fixed folders in which models work, one case at a time."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from container.isolation import Isolation
from contracts.dataset import DeciderTask


@dataclass(frozen=True)
class Slot:
    """`alone`: no other slot shares the CLI's server."""

    directory: Path
    alone: bool = True

    def lay_out(self, task: DeciderTask, isolation: Isolation) -> None:
        """The folder as the task wants it, with nothing left of the case before."""
        self.directory.mkdir(parents=True, exist_ok=True)
        for old in self.directory.iterdir():
            if old.is_dir() and not old.is_symlink():
                shutil.rmtree(old)
            else:
                old.unlink()
        for name, text in task.files.items():
            path = self.directory / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        isolation.give(self.directory)
