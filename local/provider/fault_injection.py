"""Inject faults: a share of all calls fails, whatever the model."""

import random
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import get_args

from local.provider.troubles import Trouble


@dataclass
class FaultInjection:
    """A source of faults: `share` of all calls gets one of `kinds`, drawn with `seed`. Thread-safe;
    may be changed at any time. A spoiled answer is paid."""

    share: float = 0.0
    kinds: Sequence[Trouble] = get_args(Trouble)
    seed: int = 0
    _random: random.Random = field(init=False)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)

    def next(self) -> Trouble | None:
        with self._lock:
            struck = self._random.random() < self.share
            return self._random.choice(self.kinds) if struck else None
