"""What coding agents put into a user's turn that the user did not write."""

import re

_BARE = ("thinking", "environment_details", "read_file", "search_files")
_WITH_ATTRIBUTES = ("file", "file_content")
# The first character outside of the groups: it is what makes the search fast.
_TAGS = [
    *(rf"(?P<{tag}>{tag})(?=>)" for tag in _BARE),
    *(rf"(?P<{tag}>{tag})(?=[\s>])" for tag in _WITH_ATTRIBUTES),
]
_OPENED = re.compile(f"<(?:{'|'.join(_TAGS)})", re.I)
_CLOSED = {t: re.compile(rf"</{t}>", re.I) for t in (*_BARE, *_WITH_ATTRIBUTES)}


def without_noise(text: str) -> str:
    """Each noisy tag is a space, with what it holds. In one pass: a text of nothing but tags that
    are never closed must not take the square of its length.
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
