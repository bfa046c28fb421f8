"""Edits a request for the model that serves it: its name, its effort, what it can read and take."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from contracts.classification import ApiKind
from contracts.json_text import as_object
from contracts.options import Effort
from gateway.call_ids import mapped
from gateway.foreign import Author, readable, unknown
from gateway.splice import DROP, elements, encoded, spliced, values
from gateway.vendors import vendor_of

_EFFORTS: tuple[Effort, ...] = ("none", "minimal", "low", "medium", "high", "xhigh", "max")
# What a model may not support; without it the answer is another one, not none.
_OPTIONAL = frozenset(
    {
        *("temperature", "top_p", "top_k", "min_p", "frequency_penalty", "presence_penalty"),
        *("repetition_penalty", "seed", "logprobs", "top_logprobs", "logit_bias", "stop"),
        *("parallel_tool_calls", "verbosity", "prediction"),
    }
)
# OpenRouter serves from these when the model errs: another one than was chosen, and is named.
ELSEWHERE = ("models", "fallbacks", "route")
_LIMITS = ("max_tokens", "max_completion_tokens")


@dataclass(frozen=True)
class Target:
    """The model that serves. `parameters` are the names that the provider lists as supported, None
    when it lists none. `efforts` are the levels that the model knows. `mandatory` is true for a
    model that always reasons.
    """

    model: str
    parameters: frozenset[str] | None = None
    efforts: tuple[str, ...] = ()
    mandatory: bool = False

    @classmethod
    def of(cls, model: str, row: Mapping[str, Any]) -> "Target":
        """Return the target as OpenRouter lists it."""
        listed, known = row.get("supported_parameters"), as_object(row.get("reasoning"))
        efforts = known.get("supported_efforts")
        return cls(
            model,
            frozenset(p for p in listed if isinstance(p, str))
            if isinstance(listed, list)
            else None,
            tuple(e for e in efforts if isinstance(e, str)) if isinstance(efforts, list) else (),
            known.get("mandatory") is True,
        )

    @property
    def vendor(self) -> str:
        return vendor_of(self.model)


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
    author: Author = unknown
    extra: Mapping[str, Any] = field(default_factory=dict)

    def adapted(self, target: Target, effort: Effort | None, *, strip: bool = False) -> Adapted:
        """Return the body for `target`. `strip` takes all opaque state out of the history, as for a
        vendor that refused it before.
        """
        elsewhere = (name for name in ELSEWHERE if name in self.body)
        dropped = tuple(sorted((*self._unsupported(target), *elsewhere)))
        changes: dict[str, Any] = {
            "model": target.model,
            **self._limits(target),
            **self._effort(target, effort),
            **dict.fromkeys(dropped, DROP),
            **self._history(target, strip=strip),
            **self.extra,
        }
        try:
            return Adapted(spliced(self.raw, changes), dropped)
        except ValueError:  # a key stands in the body twice: the last one counts, as in Python
            left = {n: v for n, v in self.body.items() if changes.get(n) is not DROP}
            named = {n: v for n, v in changes.items() if v is not DROP}
            return Adapted(encoded_all({**left, **named}), dropped)

    def _unsupported(self, target: Target) -> Iterator[str]:
        if target.parameters is None:
            return iter(())
        known = target.parameters | ({"top_p"} if "temperature" in target.parameters else set())
        return (name for name in _OPTIONAL if name in self.body and name not in known)

    def _limits(self, target: Target) -> dict[str, Any]:
        """Return the limit of tokens under the name that the model knows."""
        if self.kind is not ApiKind.CHAT_COMPLETIONS or target.parameters is None:
            return {}
        for given, other in (_LIMITS, _LIMITS[::-1]):
            renamed = given not in target.parameters and other in target.parameters
            if given in self.body and other not in self.body and renamed:
                return {given: DROP, other: self.body[given]}
        return {}

    def _effort(self, target: Target, effort: Effort | None) -> dict[str, Any]:
        level = clamped(target, effort)
        if level is None:
            return {}
        if self.kind is ApiKind.MESSAGES:
            return {"output_config": {**as_object(self.body.get("output_config")), "effort": level}}
        kept = {n: v for n, v in as_object(self.body.get("reasoning")).items() if n != "max_tokens"}
        other = {"reasoning_effort": DROP} if "reasoning_effort" in self.body else {}
        return {"reasoning": {**kept, "effort": level}, **other}

    def _history(self, target: Target, *, strip: bool) -> dict[str, Any]:
        name = "input" if self.kind is ApiKind.RESPONSES else "messages"
        items = self.body.get(name)
        if not isinstance(items, list):
            return {}
        author = (lambda _: "refused") if strip else self.author
        kept = readable(self.kind, items, target.vendor, author)
        found = mapped(self.kind, kept, target.vendor)
        return {} if _same(found, items) else {name: self._joined(name, items, found)}

    def _joined(self, name: str, items: list[Any], found: list[Any]) -> bytes:
        """Return the list as JSON; an unchanged element keeps its bytes."""
        known = {id(item): raw for item, raw in zip(items, self._elements(name), strict=True)}
        return b"[" + b",".join(known.get(id(item)) or encoded(item) for item in found) + b"]"

    def _elements(self, name: str) -> list[bytes]:
        return elements(values(self.raw)[name])


def clamped(target: Target, effort: Effort | None) -> str | None:
    """Return the effort in the range of the model: the nearest one that it knows."""
    if effort is None or (effort == "none" and target.mandatory and not target.efforts):
        return None
    known = [e for e in _EFFORTS if e in target.efforts and not (e == "none" and target.mandatory)]
    if not known or effort in known:
        return effort
    wanted = _EFFORTS.index(effort)
    return min(known, key=lambda e: abs(_EFFORTS.index(e) - wanted))


def encoded_all(body: Mapping[str, Any]) -> bytes:
    """Return an object as JSON, of which some values are JSON already."""
    members = (encoded(name) + b":" + encoded(value) for name, value in body.items())
    return b"{" + b",".join(members) + b"}"


def _same(found: list[Any], items: list[Any]) -> bool:
    return len(found) == len(items) and all(a is b for a, b in zip(found, items, strict=True))
