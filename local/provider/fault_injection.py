"""Inject faults: a share of all calls fails, whatever the model."""

import random
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

Trouble = Literal["http_500", "http_429", "hang", "cut"]


@dataclass
class FaultInjection:
    """A source of faults: `share` of all calls gets one of `kinds`, drawn with `seed`. Thread-safe;
    may be changed at any time. A call with the fault `cut` was answered, and paid, in part."""

    share: float = 0.0
    kinds: Sequence[Trouble] = ("http_500", "http_429", "hang", "cut")
    seed: int = 0
    _random: random.Random = field(init=False)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)

    def next(self) -> Trouble | None:
        with self._lock:
            struck = self._random.random() < self.share
            return self._random.choice(self.kinds) if struck else None
