"""Reduces a request to a ClassifierInput."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from contracts.classification import ApiKind, ClassifierInput
from contracts.depth import MOST
from reading.cut import cut
from reading.request import Reading, read

# Both as in the reference system.
PREFIX_CHARS = 1000
HINT_VALUES = 512
REDACTED = "[REDACTED]"
# chosen: what the agent said before a go-ahead; its end holds the proposal.
_PROPOSAL_CHARS = 500
_SECRETS = ("authorization", "apikey", "cookie", "credential", "password", "secret", "token")


def normalize(
    kind: ApiKind,
    body: Any,
    *,
    requested_model: str | None = None,
    hints: dict[str, Any] | None = None,
) -> ClassifierInput | None:
    """Return the reduced request; None when the body does not fit its API. `requested_model` and
    `hints` replace what the gateway may have rewritten in the body.
    """
    found = read(kind, body)
    if found is None:
        return None
    return input_of(kind, found, requested_model or body["model"], body if hints is None else hints)


def input_of(kind: ApiKind, found: Reading, model: str, hints: dict[str, Any]) -> ClassifierInput:
    """Return what a classifier reads of a request that was read."""
    first, latest = cut(found.first, PREFIX_CHARS), cut(found.latest, PREFIX_CHARS)
    budget = _Budget(HINT_VALUES)
    return ClassifierInput.from_wire(
        {
            "apiKind": kind,
            "requestedModel": model,
            "systemPromptPrefix": cut(found.system[:PREFIX_CHARS], PREFIX_CHARS),
            "userPromptPrefix": first,
            "latestUserPromptPrefix": latest if latest != first else None,
            "latestKind": found.kind if latest else None,
            "standingOrderPrefix": cut(found.standing, PREFIX_CHARS),
            "proposalPrefix": cut(found.proposal, _PROPOSAL_CHARS),
            "orderDigest": found.digest,
            "conversationDigest": found.root if first else None,
            "agent": found.agent,
            "agentMode": found.mode,
            "sideRequest": found.side,
            "messageCount": found.messages,
            "hasTools": found.has_tools,
            "stream": found.stream,
            "providerHints": {
                "provider": budget.redact(hints.get("provider")),
                "providerOptions": budget.redact(hints.get("providerOptions")),
            },
        }
    )


@dataclass
class _Budget:
    """The number of hint values that may still be read; those beyond, or too deep, are redacted
    unread.
    """

    left: int

    def redact(self, value: Any, levels: int = MOST) -> Any:
        if self.left <= 0:
            return REDACTED
        self.left -= 1
        if isinstance(value, dict | list) and not levels:
            return REDACTED
        if isinstance(value, dict):
            return dict(self._items(value, levels - 1))
        if isinstance(value, list):
            return [self.redact(v, levels - 1) for v in value]
        if isinstance(value, float) and not math.isfinite(value):
            return None
        return value

    def _items(self, value: dict[str, Any], levels: int) -> Iterator[tuple[str, Any]]:
        for key, item in value.items():
            name = re.sub(r"[^a-z0-9]", "", key.lower())
            secret = any(s in name for s in _SECRETS)
            yield key, REDACTED if secret else self.redact(item, levels)
