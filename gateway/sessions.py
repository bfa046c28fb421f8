"""What this process knows of its sessions: the model that served last, whose state is in them."""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import blake2b

# chosen: a session goes on for days at most, and costs about a hundred bytes.
_SECONDS, _MOST_SESSIONS, _MOST_BLOBS = 7 * 86_400, 50_000, 200_000

Key = tuple[str, str, str]


@dataclass
class Known:
    """A session. `stripped` are the vendors that refused its opaque state."""

    served: str | None = None
    stripped: set[str] = field(default_factory=set)
    at: float = 0.0


@dataclass
class Sessions:
    """The sessions by user, session and agent, and the vendors of the opaque blobs seen."""

    clock: Callable[[], float] = time.monotonic
    _known: OrderedDict[Key, Known] = field(default_factory=OrderedDict)
    _blobs: OrderedDict[bytes, str] = field(default_factory=OrderedDict)

    def of(self, key: Key) -> Known:
        """Return what is known of a session, which is then the latest one."""
        found = self._known.pop(key, None)
        if found is None or found.at < self.clock() - _SECONDS:
            found = Known()
        found.at = self.clock()
        self._known[key] = found
        while len(self._known) > _MOST_SESSIONS:
            self._known.popitem(last=False)
        return found

    def wrote(self, blob: str, vendor: str) -> None:
        """Remember that a vendor's answer held this opaque blob."""
        self._blobs[_digest(blob)] = vendor
        while len(self._blobs) > _MOST_BLOBS:
            self._blobs.popitem(last=False)

    def author(self, blob: str) -> str | None:
        """Return the vendor whose answer held a blob; None when it is unknown."""
        return self._blobs.get(_digest(blob))


def _digest(blob: str) -> bytes:
    return blake2b(blob.encode(errors="surrogatepass"), digest_size=16).digest()
