"""Ask for a decision as the handler does, with a classifier that gives the answers it is told."""

import json
import time
from dataclasses import dataclass, field
from typing import Any

from contracts.classification import ApiKind, Classification, ClassifierInput
from contracts.completion import Completion
from contracts.decision import DecideRequest, DecideResponse
from contracts.errors import ProviderFailure
from contracts.session import Remembered, SessionPort
from contracts.table import RoutingTable
from contracts.tier import Tier
from functions.decide.ask import Asking as Ask
from functions.decide.decide import Decider
from functions.decide.fingerprint import Pseudonyms
from functions.decide.outcome import Decided, RoutingState
from tests.samples import FOUND

LOW = FOUND.wire()
NAMES = Pseudonyms.by("a secret of the tests")
HIGH = {**LOW, "contextComplexity": "large", "reasoningComplexity": "high"}


@dataclass
class Model:
    """A classifier model that gives `answer`, or fails with it, and counts its calls."""

    answer: dict[str, Any] | ProviderFailure | str = field(default_factory=lambda: dict(LOW))
    cost: float | None = 0.001
    calls: int = 0
    seconds: list[float] = field(default_factory=list)

    def __call__(
        self,
        model: str,
        messages: list[dict[str, str]],
        parameters: dict[str, Any],
        seconds: float,
    ) -> Completion:
        self.calls += 1
        self.seconds.append(seconds)
        if isinstance(self.answer, ProviderFailure):
            raise self.answer
        text = self.answer if isinstance(self.answer, str) else json.dumps(self.answer)
        return Completion(text, self.cost)


@dataclass
class Log:
    lines: list[str] = field(default_factory=list)

    def warning(self, msg: object, *args: object, **kwargs: Any) -> None:
        self.lines.append(str(msg) % args)


class DownSessions:
    """A session store that cannot be reached."""

    def recall(self, session: str, classifier: str, content: str) -> Remembered:
        raise ConnectionError

    def stick(self, session: str, model: str, seen: str | None, tier: Tier | None) -> bool:
        raise ConnectionError

    def remember(
        self, session: str, classifier: str, content: str, classification: Classification
    ) -> None:
        raise ConnectionError


@dataclass
class Asking:
    """A decider that also does its work after the answer."""

    sessions: SessionPort
    model: Model = field(default_factory=Model)
    log: Log = field(default_factory=Log)

    @property
    def decider(self) -> Decider:
        return Decider(self.sessions, Ask(self.model, self.log), NAMES)

    def decide(self, request: DecideRequest, table: RoutingTable | None) -> Decided:
        return self.decider.decide(
            request, RoutingState(table, 1.5 if table else None, "c"), soon()
        )

    def __call__(self, request: DecideRequest, table: RoutingTable | None) -> DecideResponse:
        decided = self.decide(request, table)
        self.decider.remember(decided)
        return decided.answer


def soon() -> float:
    """Return a deadline that no test reaches."""
    return time.monotonic() + 60


def reduced(text: str = "it is broken", count: int | None = 1) -> ClassifierInput:
    return ClassifierInput(
        api_kind=ApiKind.CHAT_COMPLETIONS,
        requested_model="kilo-auto/efficient",
        system_prompt_prefix=None,
        user_prompt_prefix=text,
        message_count=count,
        has_tools=False,
        stream=False,
    )


def ask(text: str = "it is broken", session: str | None = "s", **changes: Any) -> DecideRequest:
    body = reduced(text, changes.pop("count", 1))
    return DecideRequest(input=body, user_id="u", session_id=session, **changes)
