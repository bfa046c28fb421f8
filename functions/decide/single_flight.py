"""Parallel requests for the same thing share one call."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class SingleFlight(Generic[T]):
    """Within a process. Who comes while a call is under way shares its outcome."""

    _lock: Lock = field(default_factory=Lock)
    _under_way: dict[str, Future[T]] = field(default_factory=dict)

    def share(self, key: str, call: Callable[[], T]) -> tuple[Future[T], bool]:
        """What comes of `call`, and whether it is this caller's own: then it is done. Another's may
        still be under way; waiting is the caller's business.
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
