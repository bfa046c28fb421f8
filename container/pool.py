"""Lend the sandboxes of a worker task: free ones, and ones with the CLI started ahead."""

import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress

from container.harness import Harness, Start
from container.sandboxes import SandboxClient, SandboxLost, SandboxRefused


class Pool:
    """The sandboxes of a worker task. With one for each case at work, and `ahead` more in which the
    CLI starts, a case waits at most for the CLI's own start. When a sandbox is lost, none is lent
    any longer: the worker task has to end. Thread-safe."""

    def __init__(self, sandboxes: Iterable[SandboxClient], start: Start, ahead: int) -> None:
        self._all = tuple(sandboxes)
        self._free = deque(self._all)
        self._start, self._ahead = start, ahead
        self._warm: deque[Future[Harness]] = deque()
        self._lost: SandboxLost | None = None
        self._wanted = 0
        self._closed = False
        self._changed = threading.Condition()
        self._starters = ThreadPoolExecutor(max(1, len(self._free)))

    def __enter__(self) -> "Pool":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def harness(self, *, again: bool) -> Harness:
        """Take a CLI in a sandbox in which nothing has run; `discard` has to follow. With `again`,
        start the next one ahead. Raises SandboxRefused, SandboxLost."""
        with self._changed:
            self._wanted = self._ahead if again else 0
            self._changed.wait_for(lambda: self._warm or self._free or self._lost)
            self._check()
            found = self._warm.popleft() if self._warm else self._begin()
            self._refill()
        return found.result()

    @contextmanager
    def bare(self) -> Iterator[SandboxClient]:
        """Lend a sandbox without a case. Raises SandboxLost."""
        sandbox = self._bare()
        try:
            yield sandbox
        finally:
            self.give_back(sandbox)

    def discard(self, harness: Harness) -> None:
        """End what was taken. Raises SandboxLost."""
        harness.disconnect()
        self.give_back(harness.sandbox)

    def give_back(self, sandbox: SandboxClient) -> None:
        """End what is in the sandbox, and free it. Raises SandboxLost."""
        try:
            sandbox.end()
        except SandboxLost as error:
            self.lose(error)
            raise
        with self._changed:
            self._free.append(sandbox)
            self._refill()
            self._changed.notify_all()

    def lose(self, error: SandboxLost) -> None:
        """Lend no sandbox of this worker task from now on."""
        with self._changed:
            self._lost = self._lost or error
            self._changed.notify_all()

    @property
    def lost(self) -> SandboxLost | None:
        """Return why no sandbox is lent, or None."""
        return self._lost

    def stop(self) -> None:
        """End what runs in every sandbox, at once. Work in one ends with SandboxLost."""
        self.lose(SandboxLost("the worker was told to stop"))
        for sandbox in self._all:
            with suppress(SandboxLost, SandboxRefused):
                sandbox.end()

    def close(self) -> None:
        """End all that was started ahead."""
        with self._changed:
            self._closed = True
            warm = [*self._warm]
            self._warm.clear()
        self._starters.shutdown(cancel_futures=True)
        for future in warm:
            with suppress(SandboxLost, SandboxRefused):
                if not future.cancelled():
                    future.result().end()
        for sandbox in self._all:
            sandbox.disconnect()

    def _bare(self) -> SandboxClient:
        with self._changed:
            self._changed.wait_for(lambda: self._warm or self._free or self._lost)
            self._check()
            if self._free:
                return self._free.popleft()
            future = self._warm.pop()
        harness = future.result()
        harness.end()
        return harness.sandbox

    def _check(self) -> None:
        if self._lost:
            raise self._lost

    def _refill(self) -> None:
        if self._closed or self._lost:
            return
        while self._free and len(self._warm) < self._wanted:
            self._warm.append(self._begin())

    def _begin(self) -> "Future[Harness]":
        return self._starters.submit(self._started, self._free.popleft())

    def _started(self, sandbox: SandboxClient) -> Harness:
        """Start the CLI and return it. A sandbox in which it does not start is free again; the
        failure is raised."""
        try:
            return self._start(sandbox)
        except SandboxLost as error:
            self.lose(error)
            raise
        except BaseException:
            self.give_back(sandbox)
            raise
