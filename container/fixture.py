"""Lay out the folder in which a case begins: its files, and the history of its world."""

import subprocess
import tempfile
from pathlib import Path

from container.sandboxes import archive, archive_of
from contracts.dataset import DeciderTask
from contracts.errors import SandboxFailure
from contracts.world import World

_SECONDS = 60  # chosen
# The same commit on every machine.
_AUTHOR = ("-c", "user.name=Sam Okafor", "-c", "user.email=sam@example.com")
_WHEN = "2026-03-02T09:00:00+00:00"


class FixtureFault(SandboxFailure):
    """A world's history cannot be laid out."""


def files_of(task: DeciderTask, world: World | None) -> dict[str, str]:
    """Return the files in which a case begins, by path."""
    return task.world.files(world, task.files) if task.world and world else dict(task.files)


def packed(task: DeciderTask, world: World | None) -> bytes:
    """Return the folder of a case as a tar archive. Raises FixtureFault."""
    if world is None or not world.history:
        return archive(files_of(task, world))
    with tempfile.TemporaryDirectory(prefix="fixture-") as name:
        lay(task, world, Path(name))
        return archive_of(Path(name))


def lay(task: DeciderTask, world: World | None, folder: Path) -> None:
    """Write the files of a case into an empty folder, with the history of its world. Raises
    FixtureFault.
    """
    history = world.history if world else ""
    if history:
        _git(folder, "init", "--quiet", "--initial-branch=main")
        _git(folder, "fast-import", "--quiet", stdin=history)
    for path, text in files_of(task, world).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(text.encode())
    if history:
        _git(folder, "reset", "--quiet")
        if task.world and task.world.commit:
            _git(folder, "add", "--all")
            _git(folder, *_AUTHOR, "commit", "--quiet", f"--date={_WHEN}", "-m", task.world.commit)


def _git(folder: Path, *command: str, stdin: str = "") -> None:
    """Run git without the settings of this machine."""
    environment = {
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "HOME": str(folder),
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_COMMITTER_DATE": _WHEN,
    }
    done = subprocess.run(
        ["git", *command],
        cwd=folder,
        input=stdin.encode(),
        capture_output=True,
        timeout=_SECONDS,
        env=environment,
    )
    if done.returncode:
        raise FixtureFault(f"git {command[0]}: {done.stderr[-300:].decode(errors='replace')}")
