"""Hold a model's answer before it is written for one of the APIs."""

import secrets
import time
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from local.provider.catalogue import SimulatedModel
from local.provider.opaque import thought
from local.provider.reply import Reply
from local.provider.usage import Usage, usage


@dataclass(frozen=True)
class Answer:
    """A reply with its usage; `calls` is how many tool calls the history holds already."""

    model: SimulatedModel
    reply: Reply
    used: Usage
    calls: int

    @classmethod
    def of(cls, model: SimulatedModel, request: dict[str, Any], reply: Reply) -> "Answer":
        """Return the answer to a request in the form of a chat completion."""
        messages = request.get("messages") or []
        made = (m.get("tool_calls") for m in messages)
        calls = sum(len(each) for each in made if isinstance(each, list))
        return cls(model, reply, usage(model, request, reply), calls)

    @property
    def thought(self) -> str:
        return thought(self.model, self.reply)

    @cached_property
    def call_id(self) -> str:
        """Return the id of the tool call, in the form that the vendor gives it."""
        match self.model.vendor:
            case "moonshotai":
                return f"functions.{self.reply.tool}:{self.calls}"
            case "mistralai":
                return secrets.token_hex(5)[:9]
            case "anthropic":
                return f"toolu_{time.time_ns()}"
        return f"call_{time.time_ns()}"
