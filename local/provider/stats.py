"""Count what the simulated models were asked, and what it would have cost."""

import threading
from collections import Counter
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Stats:
    """The answers by model and HTTP status, and their cost in USD."""

    answers: Counter[tuple[str, int]] = field(default_factory=Counter)
    spent_usd: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, model: str, status: int, cost_usd: float = 0.0) -> None:
        with self.lock:
            self.answers[model, status] += 1
            self.spent_usd += cost_usd

    @property
    def body(self) -> dict[str, Any]:
        """Return the counts as JSON: `calls` by model, then by status."""
        calls: dict[str, dict[str, int]] = {}
        with self.lock:
            for (model, status), times in sorted(self.answers.items()):
                calls.setdefault(model, {})[str(status)] = times
            return {"simulated": True, "calls": calls, "spent_usd": self.spent_usd}
