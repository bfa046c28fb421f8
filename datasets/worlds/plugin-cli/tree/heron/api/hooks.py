"""The hooks that plugins implement. docs/hooks.md is the long form of this table."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class HookSpec:
    """`mode` says what becomes of the results; `backwards` turns the order round."""

    name: str
    mode: str
    args: tuple[str, ...]
    backwards: bool = False


SPECS = {
    spec.name: spec
    for spec in (
        HookSpec("configure", "all", ()),
        HookSpec("collect", "gather", ("root",)),
        HookSpec("parse", "first", ("document",)),
        HookSpec("check", "gather", ("document",)),
        HookSpec("filter", "chain", ("finding", "document")),
        HookSpec("review", "chain", ("findings",)),
        HookSpec("finish", "all", ("summary",), backwards=True),
    )
}


class Done(Exception):
    """Raised by an implementation: `value` is its result, and no further one is called."""

    def __init__(self, value: Any = None) -> None:
        super().__init__()
        self.value = value


@dataclass(frozen=True)
class Mark:
    hook: str
    priority: int
    before: tuple[str, ...]
    after: tuple[str, ...]
    wrapper: bool


def hook(
    name: str,
    *,
    priority: int = 50,
    before: Iterable[str] = (),
    after: Iterable[str] = (),
    wrapper: bool = False,
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Mark a function as an implementation of a hook."""
    if name not in SPECS:
        raise ValueError(f"{name} is no hook; there are {', '.join(SPECS)}")
    mark = Mark(name, priority, tuple(before), tuple(after), wrapper)

    def marked(function: Callable[..., Any]) -> Callable[..., Any]:
        function.__heron_marks__ = (*getattr(function, "__heron_marks__", ()), mark)
        return function

    return marked
