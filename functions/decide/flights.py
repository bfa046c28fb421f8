"""Parallel requests for the same thing share one call."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Flights(Generic[T]):
    """Within a process. Who comes while a call is under way gets its outcome, or its exception."""

    _lock: Lock = field(default_factory=Lock)
    _under_way: dict[str, Future[T]] = field(default_factory=dict)

    def share(self, key: str, call: Callable[[], T], timeout: float) -> tuple[T, bool]:
        """The outcome, and whether this caller made it. Raises what `call` does, TimeoutError
        after `timeout` seconds of waiting for somebody else's."""
        with self._lock:
            shared = self._under_way.get(key)
            mine: Future[T] = Future()
            if shared is None:
                self._under_way[key] = mine
        if shared is not None:
            return shared.result(timeout), False
        try:
            mine.set_result(call())
        except BaseException as error:
            mine.set_exception(error)
        finally:
            with self._lock:
                del self._under_way[key]
        return mine.result(), True
