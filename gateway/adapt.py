"""Edits a request for the model that serves it: its name, its effort, what it can read and take."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from contracts.classification import ApiKind
from contracts.json_text import as_object
from contracts.options import Effort
from gateway.authors import Authors
from gateway.call_ids import mapped
from gateway.effort import effort_in
from gateway.foreign import readable
from gateway.reader import Reader
from gateway.refusal import Repair
from gateway.splice import DROP, elements, encoded, spliced, values
from gateway.target import REASONING, Target
from gateway.thinking import clearing, fitted, taken
from reading.turns import dicts_in, is_result

# What a model may not support; without it the answer is another one, not none.
_OPTIONAL = frozenset(
    {
        *("temperature", "top_p", "top_k", "min_p", "frequency_penalty", "presence_penalty"),
        *("repetition_penalty", "seed", "logprobs", "top_logprobs", "logit_bias", "stop"),
        *("parallel_tool_calls", "verbosity", "prediction", *REASONING),
    }
)
# OpenRouter serves from these when the model errs: another one than was chosen, and is named.
ELSEWHERE = ("models", "fallbacks", "route")
_LIMITS = ("max_tokens", "max_completion_tokens")
# As the reference system ends a conversation whose last word is the assistant's.
_GO_ON = {"role": "user", "content": "Continue."}
_CALLS = ("tool_use", "server_tool_use")


@dataclass(frozen=True)
class Adapted:
    """The body for the model that serves, and the names of the parameters that were left out."""

    body: bytes
    dropped: tuple[str, ...] = ()


@dataclass(frozen=True)
class Editor:
    """Edits the body of a request; the same edits on every turn. `extra` are members that are put
    into the body whatever the model.
    """

    kind: ApiKind
    body: Mapping[str, Any]
    raw: bytes
    authors: Authors = field(default_factory=Authors)
    extra: Mapping[str, Any] = field(default_factory=dict)

    def adapted(
        self, target: Target, effort: Effort | None, repairs: Collection[Repair] = ()
    ) -> Adapted:
        """Return the body for `target`. `repairs` are those that its refusals asked for."""
        dropped = tuple(sorted(self._dropped(target)))
        changes: dict[str, Any] = {
            "model": target.model,
            **self._limits(target),
            **effort_in(self.kind, self.body, target, effort),
            **dict.fromkeys(dropped, DROP),
            **self._history(target, repairs),
            **self.extra,
        }
        if self.kind is ApiKind.MESSAGES:
            changes |= self._thinking(changes, target, repairs)
        try:
            return Adapted(spliced(self.raw, self._in_bytes(changes)), dropped)
        except ValueError:  # a key that stands twice, half of a surrogate pair, or what is no JSON
            return Adapted(encoded_all(_changed(self.body, changes)), dropped)

    def _dropped(self, target: Target) -> Iterator[str]:
        yield from (name for name in ELSEWHERE if name in self.body)
        yield from (n for n in _OPTIONAL if n in self.body and not target.takes(n))

    def _limits(self, target: Target) -> dict[str, Any]:
        """Return the limit of tokens under the name that the model knows."""
        if self.kind is not ApiKind.CHAT_COMPLETIONS or target.parameters is None:
            return {}
        for given, other in (_LIMITS, _LIMITS[::-1]):
            renamed = given not in target.parameters and other in target.parameters
            if given in self.body and other not in self.body and renamed:
                return {given: DROP, other: self.body[given]}
        return {}

    @property
    def _items(self) -> list[Any]:
        found = self.body.get(self._named)
        return found if isinstance(found, list) else []

    @property
    def _named(self) -> str:
        return "input" if self.kind is ApiKind.RESPONSES else "messages"

    def _thinking(
        self, changes: Mapping[str, Any], target: Target, repairs: Collection[Repair]
    ) -> dict[str, Any]:
        """Return how the members change that say how the model thinks."""
        found = fitted(_changed(self.body, changes), taken(target.model).difference(repairs))
        body = _changed(self.body, {**changes, **found})
        if "opaque" in repairs and self._thinks_on(body, target):
            found["thinking"] = {"type": "disabled"}
        return found | clearing(_changed(body, found))

    def _thinks_on(self, body: Mapping[str, Any], target: Target) -> bool:
        """Return whether the model has to go on from thinking that is taken out. A Claude with a
        budget refuses a tool's result, and an answer that was begun, without it.
        """
        if Reader(target.vendor).needs_reasoning:
            return True
        budget = as_object(body.get("thinking")).get("type") == "enabled"
        last = self._items[-1] if self._items else None
        parts = dicts_in(last.get("content")) if isinstance(last, dict) else []
        going = _is_assistants(last) or any(is_result(part.get("type")) for part in parts)
        return target.vendor == "anthropic" and budget and going

    def _history(self, target: Target, repairs: Collection[Repair]) -> dict[str, Any]:
        reader = Reader(target.vendor, self.authors, "opaque" in repairs)
        kept = readable(self.kind, self._items, reader)
        found = mapped(self.kind, kept, target.vendor)
        if "ending" in repairs and found and _ends_open(found[-1]):
            found = [*found, _GO_ON]
        return {} if _same(found, self._items) else {self._named: found}

    def _in_bytes(self, changes: dict[str, Any]) -> dict[str, Any]:
        """Return the changes with the history as JSON, of which an unchanged element keeps its
        bytes. Raises ValueError for a body whose bytes cannot be told apart.
        """
        if self._named not in changes:
            return changes
        raws = elements(values(self.raw)[self._named])
        known = {id(item): raw for item, raw in zip(self._items, raws, strict=True)}
        parts = (known.get(id(item)) or encoded(item) for item in changes[self._named])
        return {**changes, self._named: b"[" + b",".join(parts) + b"]"}


def _changed(body: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    return {n: v for n, v in {**body, **changes}.items() if v is not DROP}


def encoded_all(body: Mapping[str, Any]) -> bytes:
    """Return an object as JSON, of which some values are JSON already."""
    members = (encoded(name) + b":" + encoded(value) for name, value in body.items())
    return b"{" + b",".join(members) + b"}"


def _is_assistants(item: Any) -> bool:
    return isinstance(item, dict) and item.get("role") == "assistant"


def _ends_open(item: Any) -> bool:
    """Return whether the assistant has the last word and waits for no tool."""
    if not _is_assistants(item) or item.get("tool_calls"):
        return False
    return not any(part.get("type") in _CALLS for part in dicts_in(item.get("content")))


def _same(found: list[Any], items: list[Any]) -> bool:
    return len(found) == len(items) and all(a is b for a, b in zip(found, items, strict=True))
