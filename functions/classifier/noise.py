"""Removes what coding agents put into a user's turn beside the user's text."""

import re

_BARE = ("thinking", "environment_details", "read_file", "search_files")
_WITH_ATTRIBUTES = ("file", "file_content")
# The first character stays outside of the groups, which makes the search fast.
_TAGS = [
    *(rf"(?P<{tag}>{tag})(?=>)" for tag in _BARE),
    *(rf"(?P<{tag}>{tag})(?=[\s>])" for tag in _WITH_ATTRIBUTES),
]
_OPENED = re.compile(f"<(?:{'|'.join(_TAGS)})", re.I)
_CLOSED = {t: re.compile(rf"</{t}>", re.I) for t in (*_BARE, *_WITH_ATTRIBUTES)}


def without_noise(text: str) -> str:
    """Return `text` with a space for each noisy tag and its content. It takes one pass, because
    many tags that are never closed must not take quadratic time.
    """
    kept: list[str] = []
    unclosed: set[str] = set()
    done = 0
    for opened in _OPENED.finditer(text):
        tag = opened.lastgroup or ""
        if opened.start() < done or tag in unclosed:
            continue
        end = _end(text, tag, opened.end())
        if end is None:
            unclosed.add(tag)
            continue
        kept.append(text[done : opened.start()])
        done = end
    return " ".join([*kept, text[done:]])


def _end(text: str, tag: str, at: int) -> int | None:
    head = text.find(">", at)
    closed = _CLOSED[tag].search(text, head) if head >= 0 else None
    return closed.end() if closed else None
