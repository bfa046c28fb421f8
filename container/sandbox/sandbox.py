"""Run one case with its user, server and folders, which are made before it and removed after it."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from container.sandbox import tree
from container.sandbox.command import Finished, finish
from container.sandbox.kilo import Kilo
from container.sandbox.limits import Limits
from container.sandbox.server import KiloServer
from container.sandbox.usage import Usage, usage
from container.sandbox.user import FIRST_UID, UIDS, Survivors, User, obstacle
from container.sandbox.watch import Watch
from contracts.errors import SandboxFailure

_PATIENCE = 1.0  # seconds; chosen
_DYING_SECONDS = 0.5  # chosen


class OutOfUsers(SandboxFailure):
    """Every user id of this sandbox has served a case; the worker task has to end."""


class NoCase(SandboxFailure):
    """No case has begun, or no folder of it is open."""


@dataclass
class Sandbox:
    """A sandbox of at most one case. `number` sets its users apart from those of other sandboxes in
    the worker task. Thread-safe: a running command ends early when the case is ended."""

    work: Path
    kilo: Kilo
    number: int = 0
    limits: Limits = field(default_factory=Limits)
    why_not: str | None = field(default_factory=obstacle)
    _cases: int = 0
    _user: User | None = None
    _server: KiloServer | None = None
    _watch: Watch | None = None
    _turn: threading.RLock = field(default_factory=threading.RLock)
    _killing: threading.Lock = field(default_factory=threading.Lock)

    @property
    def folder(self) -> Path:
        return self.work / "case"

    def begin(self) -> int | None:
        """Remove all of the case before and make a new user with an empty home. Return its id, or
        None where cases have no user of their own. Raises Survivors, NotRemoved, OutOfUsers."""
        self.end()
        with self._turn:
            self._user = self._next_user()
            tree.make(self.kilo.home, self._user)
            if self.kilo.temporary.parent == self.work:
                tree.make(self.kilo.temporary, self._user)
            return self._user.uid

    def _next_user(self) -> User:
        self._cases += 1
        if self._cases > UIDS:
            raise OutOfUsers(f"{UIDS} cases were served")
        uid = FIRST_UID + self.number * UIDS + self._cases
        return User(None if self.why_not else uid, self.limits)

    def serve(self, proxy_url: str, key: str) -> KiloServer:
        """Start the case's `kilo serve`. Raises NoCase, ServerDied."""
        with self._turn:
            self._server = KiloServer.start(self.kilo, self._born(), proxy_url, key)
            return self._server

    def open(self, files: bytes) -> Path:
        """Lay the case's folder out from a tar archive, start to watch it, and return its path.
        Raises NoCase, OSError."""
        with self._turn:
            user = self._born()
            tree.make(self.folder, user)
            tree.lay_out(self.folder, files, user)
            self._watch = Watch(self._usage, self.limits, self._end_excess).start()
            return self.folder

    def run(
        self,
        command: Sequence[str],
        *,
        stdin: bytes,
        seconds: float,
        most: int,
        env: dict[str, str],
    ) -> Finished:
        """Run a command in the case's folder as its user, for at most `seconds`; keep at most
        `most` bytes of its output. What it leaves running stays until the case ends. Raises NoCase,
        OSError."""
        user, folder = self._born(), self.folder
        whole = self.kilo.bare_environment() | env
        with self._turn:
            return finish(
                [*user.prefix, *command], folder, whole, stdin, seconds, most, self._end_all
            )

    @property
    def server_runs(self) -> bool:
        """Return whether the server is alive; one that was just killed needs a moment to end."""
        return self._server is not None and not self._server.ends_within(_DYING_SECONDS)

    @property
    def exceeded(self) -> str | None:
        """Return which limit the case has passed since its folder was opened, or None."""
        return self._watch.exceeded if self._watch else None

    def close(self, *, keep_server: bool) -> bool:
        """End what runs in the case. With `keep_server` its server goes on, if possible; return
        whether it does. The folder stays. Raises Survivors."""
        with self._turn if keep_server else self._early_turn():
            if self._watch:
                self._watch.stop()
            if keep_server and self._server and self._server.running:
                with self._killing:
                    if self._born().end_all_but(self._server.pid):
                        return True
            self._end_all()
            return False

    def collect(self) -> IO[bytes]:
        """Return the folder as a tar archive. Raises NoCase, TooLarge, OSError."""
        with self._turn:
            if not self.folder.is_dir():
                raise NoCase("no folder is open")
            return tree.collect(self.folder, self._born())

    def clear(self) -> None:
        """Remove the folder, and what is left in places that all users share. Raises NotRemoved."""
        with self._turn:
            tree.remove(self.folder, self._born())
            tree.sweep(self._born())

    def end(self) -> None:
        """End all that the case has started, and remove all that it has left. Raises Survivors,
        NotRemoved."""
        with self._early_turn():
            if self._user is not None:
                self._remove(self._user)

    @contextmanager
    def _early_turn(self) -> Iterator[None]:
        """Take the turn, and end the case that has it."""
        while not self._turn.acquire(timeout=_PATIENCE):
            if self._user:
                self._end_all()
        try:
            yield
        finally:
            self._turn.release()

    def _remove(self, user: User) -> None:
        if self._watch:
            self._watch.stop()
        self._end_all()
        for folder in {self.folder, self.kilo.home, self.kilo.temporary}:
            if folder.parent == self.work:
                tree.remove(folder, user)
        tree.sweep(user)
        self._user = self._server = self._watch = None

    def _born(self) -> User:
        if self._user is None:
            raise NoCase("no case has begun")
        return self._user

    def _usage(self) -> Usage:
        server = self._server.pid if self._server and self._server.running else None
        shared = () if self.why_not else tree.SHARED
        return usage(self._born(), server, (self.folder, self.kilo.home, *shared))

    def _end_excess(self, used: Usage) -> None:
        """End the case's commands; the CLI too if it is the one that takes too much."""
        if self._server and used.server <= self.limits.server_mib * 2**20:
            with self._killing, suppress(Survivors):
                self._born().end_all_but(self._server.pid)
        else:
            self._end_all()

    def _end_all(self) -> None:
        with self._killing:
            self._born().end()
