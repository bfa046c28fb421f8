"""The fixed folders in which models work, one case at a time."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

from container.isolation import Isolation
from contracts.dataset import DeciderTask


@dataclass(frozen=True)
class Slot:
    directory: Path

    def lay_out(self, task: DeciderTask, isolation: Isolation) -> None:
        """The folder as the task wants it, with nothing left of the case before. Raises OSError."""
        if self.directory.is_symlink():
            self.directory.unlink()
        self.directory.mkdir(parents=True, exist_ok=True)
        _empty(self.directory)
        for name, text in task.files.items():
            path = self.directory / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        isolation.give(self.directory)


def _empty(folder: Path) -> None:
    """The folder itself stays: the CLI knows it. A model can nest folders deeper than shutil can
    follow, and close them to their owner."""
    opened, emptied = ["chmod", "-R", "u+rwx"], ["-mindepth", "1", "-delete"]
    for command in ([*opened, str(folder)], ["find", str(folder), *emptied]):
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            raise OSError(f"{folder} cannot be emptied: {done.stderr[-200:]}")
