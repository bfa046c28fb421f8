"""What this process knows of its sessions: the model that served last, whose state is in them."""

import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from hashlib import blake2b

from contracts.options import Effort
from gateway.authors import Authors
from gateway.refusal import Repair
from gateway.vendors import vendor_of

# chosen: a session goes on for days at most, and costs about a hundred bytes.
_SECONDS, _MOST_SESSIONS, _MOST_BLOBS = 7 * 86_400, 50_000, 200_000

Key = tuple[str, str, str]


@dataclass
class Known:
    """A session: the model that `served` last and its effort. `failed` are the models that did not
    answer its last request. It holds the repairs that were needed, by vendor where it is the vendor
    that refuses, else by model.
    """

    served: str | None = None
    effort: Effort | None = None
    failed: frozenset[str] = frozenset()
    at: float = 0.0
    _repaired: set[tuple[Repair, str]] = field(default_factory=set)

    def repaired(self, repair: Repair, model: str) -> None:
        self._repaired.add((repair, _refusing(repair, model)))

    def repairs(self, model: str) -> frozenset[Repair]:
        """Return the repairs that a model needs."""
        return frozenset(r for r, name in self._repaired if name == _refusing(r, model))


@dataclass
class Sessions:
    """The sessions by user, session and agent, the vendors of the opaque blobs seen, and the models
    that hold the responses and conversations that only a server has.
    """

    clock: Callable[[], float] = time.monotonic
    _known: OrderedDict[Key, Known] = field(default_factory=OrderedDict)
    _blobs: OrderedDict[bytes, str] = field(default_factory=OrderedDict)
    _held: OrderedDict[bytes, str] = field(default_factory=OrderedDict)

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
        _put(self._blobs, blob, vendor)

    def answered(self, key: Key, place: str | None, vendor: str) -> None:
        """Remember that a vendor answered the message of this name."""
        if place:
            self.wrote(_placed(key, place), vendor)

    def authors(self, key: Key, places: Iterable[str | None]) -> Authors:
        """Return the vendors of a history, by the names of the messages that its parts answer."""
        items = (self.author(_placed(key, place)) if place else None for place in places)
        return Authors(self.author, tuple(items))

    def author(self, blob: str) -> str | None:
        """Return the vendor whose answer held a blob; None when it is unknown."""
        return self._blobs.get(_digest(blob))

    def holds(self, user: str, named: str, model: str) -> None:
        """Remember that a model's server has a response or conversation of a user."""
        _put(self._held, f"{user}\n{named}", model)

    def holder(self, user: str, named: str) -> str | None:
        """Return the model whose server has it; None when that is unknown."""
        return self._held.get(_digest(f"{user}\n{named}"))


def _put(known: OrderedDict[bytes, str], text: str, value: str) -> None:
    known[_digest(text)] = value
    while len(known) > _MOST_BLOBS:
        known.popitem(last=False)


def _placed(key: Key, place: str) -> str:
    return "\0".join((*key, place))


def _refusing(repair: Repair, model: str) -> str:
    """Return what refuses: a vendor reads no other one's state, an ending is a model's matter."""
    return vendor_of(model) if repair == "opaque" else model


def _digest(blob: str) -> bytes:
    return blake2b(blob.encode(errors="surrogatepass"), digest_size=16).digest()
