"""What is remembered of a conversation."""

from dataclasses import dataclass
from typing import Protocol

from contracts.classification import Classification


@dataclass(frozen=True)
class Remembered:
    """Of a conversation: the model it is on, how many seconds ago that served, and what was said
    of this very content before. `seen` tells this state from any later one.
    """

    incumbent: str | None = None
    idle_seconds: float | None = None
    classification: Classification | None = None
    seen: str | None = None


class SessionPort(Protocol):
    def recall(self, session: str, classifier: str, content: str) -> Remembered: ...

    def stick(self, session: str, model: str, seen: str | None) -> bool:
        """False when another request of the conversation came first: then its model stays."""
        ...

    def remember(
        self, session: str, classifier: str, content: str, classification: Classification
    ) -> None: ...
