"""Decide how long a CLI lives: for one case, or for the cases of a chunk."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from container.harness import Harness
from container.pool import Pool
from contracts.chunk import Chunk
from contracts.config import ServerMode


class Lifetime(Protocol):
    """The lifetime of CLIs. Every method raises SandboxRefused and SandboxLost."""

    @contextmanager
    def harness(self, files: bytes) -> Iterator[tuple[Harness, Path]]:
        """Lend a harness with the case's folder, laid out from a tar archive."""
        ...

    def quiet(self, harness: Harness) -> None:
        """End the processes of the case, so that its files no longer change."""
        ...

    def end(self) -> None:
        """End what was kept for a next case."""
        ...


@dataclass(frozen=True)
class PerCase:
    """A new CLI for each case: nothing of one case can reach another."""

    pool: Pool

    @contextmanager
    def harness(self, files: bytes) -> Iterator[tuple[Harness, Path]]:
        harness = self.pool.harness(again=True)
        try:
            yield harness, harness.sandbox.open(files)
        finally:
            self.pool.discard(harness)

    def quiet(self, harness: Harness) -> None:
        harness.sandbox.close(keep_server=False)

    def end(self) -> None:
        pass


@dataclass
class PerChunk:
    """One server, home and user for the cases of one lane, as long as the server stays well. For
    simulated models: the next case of the same candidate can find traces of the one before."""

    pool: Pool
    _kept: Harness | None = None

    @contextmanager
    def harness(self, files: bytes) -> Iterator[tuple[Harness, Path]]:
        harness, self._kept = self._kept or self.pool.harness(again=False), None
        well = False
        try:
            yield harness, harness.sandbox.open(files)
            well = True
        finally:
            if well and harness.sandbox.close(keep_server=True) and harness.api.healthy():
                harness.sandbox.clear()
                self._kept = harness
            else:
                self.pool.discard(harness)

    def quiet(self, harness: Harness) -> None:
        harness.sandbox.close(keep_server=True)

    def end(self) -> None:
        if self._kept:
            harness, self._kept = self._kept, None
            self.pool.discard(harness)


def lifetime(mode: ServerMode, pool: Pool) -> Lifetime:
    return PerChunk(pool) if mode is ServerMode.CHUNK else PerCase(pool)


@dataclass
class Lifetimes:
    """The lifetimes of one slot. A server that is kept for a chunk is kept for the next chunk of
    the same lane: a case that is tried again is a chunk of its own."""

    pool: Pool
    _lane: tuple[str, str, int] | None = None
    _present: Lifetime | None = None

    def of(self, chunk: Chunk, mode: ServerMode) -> Lifetime:
        """Return the lifetime for the cases of a chunk. Raises SandboxLost."""
        lane = (chunk.run_id, chunk.candidate, chunk.repetition)
        if self._present is None or lane != self._lane:
            self.end()
            self._lane, self._present = lane, lifetime(mode, self.pool)
        return self._present

    def end(self) -> None:
        """End what was kept. Raises SandboxLost."""
        present, self._present = self._present, None
        if present:
            present.end()
