"""What is stored of a session."""

from dataclasses import dataclass
from typing import Protocol

from contracts.classification import Classification
from contracts.tier import Tier


@dataclass(frozen=True)
class Remembered:
    """The state of a session: its model, the seconds since it last served, the classification of
    this exact content, and the tier of its last order. `seen` tells this state from a later one.
    """

    incumbent: str | None = None
    idle_seconds: float | None = None
    classification: Classification | None = None
    seen: str | None = None
    tier: Tier | None = None


class SessionPort(Protocol):
    def recall(self, session: str, classifier: str, content: str) -> Remembered: ...

    def stick(self, session: str, model: str, seen: str | None, tier: Tier | None) -> bool:
        """Store the session's model and tier; return False when another request was first, whose
        model stays.
        """
        ...

    def remember(
        self, session: str, classifier: str, content: str, classification: Classification
    ) -> None: ...
