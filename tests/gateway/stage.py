"""Set a front between a scripted provider and a scripted `/decide`."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from contracts.usage import UsageRow
from gateway.sessions import Sessions
from gateway.settings import Fallback, Secrets, Settings
from tests.gateway.running import SECRETS, VIRTUAL, Running, decided, front
from tests.gateway.scripted import STREAM, Answer, Asked, Scripted, scripted

CHOSEN, FIRST, SECOND = "c/chosen", "f/first", "f/second"
# Nothing listens there: the port is reserved and cannot be had by chance.
DEAD = "http://127.0.0.1:1"
CHAT, RESPONSES, MESSAGES = "/v1/chat/completions", "/v1/responses", "/v1/messages"
PATHS = (CHAT, RESPONSES, MESSAGES)
FALLBACKS = (
    Fallback(model=FIRST, context_length=4_000, input_modalities=("text",)),
    Fallback(model=SECOND, context_length=9_000, input_modalities=("text", "image")),
)


def asking(path: str, model: str = VIRTUAL, text: str = "Say 7.", **more: Any) -> dict[str, Any]:
    """Return a request of one of the three APIs."""
    turns = [{"role": "user", "content": text}]
    named = {"input": turns} if path == RESPONSES else {"messages": turns}
    limit = {"max_tokens": 99} if path.startswith(MESSAGES) else {}
    return {"model": model, **named, **limit, **more}


def frame(data: Any) -> bytes:
    return b"data: " + json.dumps(data).encode() + b"\n\n"


def said(text: str) -> bytes:
    return frame({"model": "m", "choices": [{"delta": {"content": text}}]})


USAGE = {"prompt_tokens": 9, "completion_tokens": 3, "cost": 0.0000123}
COUNTED = frame({"choices": [], "usage": USAGE})
DONE = b"data: [DONE]\n\n"
WHOLE = json.dumps({"model": "m", "choices": [{"message": {}}], "usage": USAGE}).encode()


def plain(_: Asked) -> Answer:
    return Answer((WHOLE,))


def chosen(_: Asked) -> Answer:
    return Answer((decided(CHOSEN),))


def streamed(*parts: bytes | float | None) -> Answer:
    return Answer(parts, headers=STREAM)


@dataclass
class Stage:
    """A front with its provider and `/decide`."""

    gateway: Running
    provider: Scripted
    decide: Scripted

    def clear(self) -> "Stage":
        """Forget what was, and answer as usual."""
        self.provider.script, self.decide.script = plain, chosen
        for seen in (self.provider.asked, self.provider.gone, self.decide.asked):
            seen.clear()
        self.gateway.rows(len(self.gateway.kept.rows))
        self.gateway.front.server.rows.waiting.clear()
        self.gateway.kept.rows.clear()
        server = self.gateway.front.server
        server.resolver.breaker.failures = 0
        vars(server.sessions).update(vars(Sessions()))
        return self

    @property
    def sent(self) -> Asked:
        """The one request that reached the provider."""
        (only,) = self.provider.asked
        return only

    def row(self) -> UsageRow:
        """Return the one row."""
        (only,) = self.gateway.rows(1)
        return only


@contextmanager
def staged(secrets: Secrets = SECRETS, **changes: Any) -> Iterator[Stage]:
    """Run a front with `changes` of its settings until the block ends."""
    with scripted(plain) as provider, scripted(chosen) as decide:
        usual: dict[str, Any] = {
            "upstream_url": f"{provider.url}/v1",
            "decide_url": f"{decide.url}/decide",
            "fallbacks": FALLBACKS,
            "deadline_ms": 10_000,
        }
        with front(Settings(**{**usual, **changes}), secrets) as running:
            yield Stage(running, provider, decide)
