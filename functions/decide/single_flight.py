"""Shares one call between parallel requests for the same thing."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class SingleFlight(Generic[T]):
    """The running calls of a process by key."""

    _lock: Lock = field(default_factory=Lock)
    _under_way: dict[str, Future[T]] = field(default_factory=dict)

    def share(self, key: str, call: Callable[[], T]) -> tuple[Future[T], bool]:
        """Return the future of `call`, and whether this caller made the call; then it is done.
        Another caller's may still run; waiting is up to the caller.
        """
        with self._lock:
            shared = self._under_way.get(key)
            mine: Future[T] = Future()
            if shared is None:
                self._under_way[key] = mine
        if shared is not None:
            return shared, False
        try:
            mine.set_result(call())
        except BaseException as error:
            mine.set_exception(error)
        finally:
            with self._lock:
                del self._under_way[key]
        return mine, True
