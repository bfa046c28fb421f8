"""Bounds what is served at a time: the requests, and the bytes of their bodies in memory."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from gateway.errors import Problem
from gateway.settings import Settings

_RETRY_SECONDS = 1


@dataclass
class Admission:
    """The requests that are being served. `held` are the bytes of their bodies."""

    settings: Settings
    running: int = 0
    held: int = 0

    @contextmanager
    def place(self, declared: int) -> Iterator["Place"]:
        """Serve within the block, and hold the bytes that the place takes. `declared` is the length
        that the client names, 0 for none. Raises Problem when there is no room, before a byte is
        read.
        """
        if declared > self.settings.max_body_bytes:
            raise too_large(self.settings.max_body_bytes)
        if self.running >= self.settings.max_requests:
            raise _full("requests")
        self.check(declared)
        place = Place(self)
        self.running += 1
        try:
            yield place
        finally:
            self.running -= 1
            self.held -= place.size

    def check(self, more: int) -> None:
        if self.held + more > self.settings.max_held_bytes:
            raise _full("bytes")


@dataclass
class Place:
    """One request's share: the bytes of its body that have arrived."""

    admission: Admission
    size: int = 0

    def take(self, more: int) -> None:
        """Hold more bytes. Raises Problem for a body that is too large, or has no room now."""
        most = self.admission.settings.max_body_bytes
        if self.size + more > most:
            raise too_large(most)
        self.admission.check(more)
        self.admission.held += more
        self.size += more


def too_large(most: int) -> Problem:
    return Problem(413, f"body: more than {most} bytes")


def _full(what: str) -> Problem:
    return Problem(503, f"too many {what} at a time; try again", retry_after=_RETRY_SECONDS)
