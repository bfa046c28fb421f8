"""The set of plugins of a site: plugins.lock, and plugins.journal with every change of it."""

import json
import tomllib
from pathlib import Path

from heron.errors import LockError
from heron.plugins.index import Index, Release, faults
from heron.plugins.versions import Version


class Site:
    """A folder with a lock. A change is refused when it would leave a set that does not fit."""

    def __init__(self, folder: Path, index: Index) -> None:
        self.folder, self.index = folder, index
        path = folder / "plugins.lock"
        if not path.is_file():
            raise LockError(f"{path}: there is no lock; make one with `heron plugins init`")
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        self.host: str = data["heron"]
        self.locked: dict[str, str] = data.get("plugins", {})
        self.held: list[str] = data.get("held", [])

    def releases(self) -> dict[str, Release]:
        return {name: self.index.release(name, v) for name, v in self.locked.items()}

    def faults(self) -> list[str]:
        return faults(self.releases(), self.host)

    def put(self, name: str, version: str, actor: str) -> None:
        """Add a plugin, or change its version. Raises LockError."""
        release = self.index.release(name, version)
        if name in self.held:
            raise LockError(f"{name}: is held; release it first")
        if release.yanked and self.locked.get(name) != version:
            raise LockError(f"{name} {version}: was yanked: {release.yanked}")
        old = self.locked.get(name, "-")
        self._change({**self.locked, name: version}, self.host)
        self._note(actor, "put", name, old, version)

    def remove(self, name: str, actor: str) -> None:
        if name not in self.locked:
            raise LockError(f"{name}: is not in the lock")
        if name in self.held:
            raise LockError(f"{name}: is held; release it first")
        old = self.locked[name]
        self._change({n: v for n, v in self.locked.items() if n != name}, self.host)
        self._note(actor, "remove", name, old, "-")

    def host_is(self, version: str, actor: str) -> None:
        """Set the version of heron that the site runs."""
        old = self.host
        self._change(self.locked, Version(version).text)
        self._note(actor, "host", "heron", old, version)

    def hold(self, name: str, held: bool, actor: str) -> None:
        if name not in self.locked:
            raise LockError(f"{name}: is not in the lock")
        if held == (name in self.held):
            raise LockError(f"{name}: is {'held' if held else 'not held'} already")
        self.held = sorted({*self.held, name} if held else {*self.held} - {name})
        self._write()
        self._note(actor, "hold" if held else "release", name, self.locked[name], self.locked[name])

    def _change(self, locked: dict[str, str], host: str) -> None:
        before = self.locked, self.host
        self.locked, self.host = dict(sorted(locked.items())), host
        wrong = self.faults()
        if wrong:
            self.locked, self.host = before
            raise LockError("refused:\n" + "\n".join(f"  {line}" for line in wrong))
        self._write()

    def _write(self) -> None:
        lines = [f'heron = "{self.host}"', f"held = {json.dumps(self.held)}", "", "[plugins]"]
        lines += [f'"{name}" = "{version}"' for name, version in sorted(self.locked.items())]
        (self.folder / "plugins.lock").write_text("\n".join(lines) + "\n", encoding="utf-8")

    def _note(self, actor: str, action: str, name: str, old: str, new: str) -> None:
        path = self.folder / "plugins.journal"
        text = path.read_text(encoding="utf-8") if path.is_file() else ""
        number = text.count("\n") + 1
        row = {"n": number, "actor": actor, "action": action, "name": name, "old": old, "new": new}
        path.write_text(text + json.dumps(row) + "\n", encoding="utf-8")
