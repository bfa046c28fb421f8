"""Helpers for plugins that read text. They are not part of the API, but plugins use them."""

import re
from collections.abc import Iterator

FENCE = re.compile(r"\s*(```|~~~)")


def prose(lines: list[str]) -> Iterator[tuple[int, str]]:
    """Yield the lines outside of code fences with their numbers, from 1."""
    fenced = ""
    for number, line in enumerate(lines, 1):
        found = FENCE.match(line)
        if found and fenced in ("", found[1]):
            fenced = "" if fenced else found[1]
        elif not fenced:
            yield number, line


def slug(heading: str) -> str:
    """Return the anchor of a heading."""
    kept = re.sub(r"[^\w\s-]", "", heading.strip().lower())
    return re.sub(r"[\s]+", "-", kept)


def remembered(ctx: "object", key: str, value: "object") -> None:
    """Keep a value for the plugins that come later in this run."""
    ctx.shared[key] = value  # type: ignore[attr-defined]


def reachable(ctx: "object", url: str) -> bool:
    """Return whether a URL answers; unknown counts as yes."""
    return ctx.fetch(url) in (0, 200, 204, 301, 302)  # type: ignore[attr-defined]
