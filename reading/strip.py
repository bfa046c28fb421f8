"""Takes off what an agent's program put around a human's words. Each text is read once: an opening
tag that is never closed, or closes in the wrong place, must not take quadratic time.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from reading.rules import (
    BLOCKS,
    FIRST_LINE,
    LOCAL_COMMANDS,
    MARKERS,
    OPENINGS,
    OUTERMOST,
    QUEUED,
    RESUMED,
    SPEAKING,
    SPOKEN,
    TAILS,
    UNMISTAKABLE,
    WRAPPERS,
)

_BY_TAG = {block.tag: block for block in BLOCKS}
_INLINE = {block.tag: re.compile(block.opening) for block in BLOCKS if block.inline}
# Their content never begins on the line of the opening.
_ALONE = frozenset({"system-reminder", "system_reminder", "environment_details"})
_WHOLE = {block.tag for block in BLOCKS if block.whole}
_WRITTEN = re.compile("|".join([*(shape for shape, _ in OPENINGS), *map(re.escape, RESUMED)]))
_FENCE = re.compile(r"^[ \t]*```", re.M)
_NAMES = sorted((*_BY_TAG, *WRAPPERS, "command-name", "command-args"), key=len, reverse=True)
_OPENED = re.compile(f"<({'|'.join(map(re.escape, _NAMES))})(?=[\\s>])")
_ANY = re.compile(r"<([A-Za-z][\w-]{0,60})(?:\s[^<>]{0,500})?>")
# chosen: characters of an opening tag, of the indentation before it, and names of tags in a text.
_MOST_HEAD, _MOST_INDENT, _MOST_NAMES = 500, 80, 100
_ERROR = "[ERROR]"
_MOST_WRAPPED = 3  # chosen: programs wrap a text once


class Span(NamedTuple):
    """A tag with its content: where it starts and ends, and where the content does."""

    tag: str
    start: int
    inner: int
    close: int
    end: int


class _Closings:
    """The next closing tag of each name, searched once for each place in the text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.known: dict[str, int] = {}
        self.lasts: dict[str, int] = {}

    def after(self, tag: str, at: int) -> int:
        """Return where the next `</tag>` from `at` on begins; -1 without one."""
        known = self.known.get(tag)
        if known is None and len(self.known) >= _MOST_NAMES:
            return -1
        if known is None or 0 <= known < at:
            known = self.known[tag] = self.text.find(f"</{tag}>", at)
        return known

    def last(self, tag: str) -> int:
        """Return where the last `</tag>` begins; -1 without one."""
        if tag not in self.lasts:
            self.lasts[tag] = self.text.rfind(f"</{tag}>")
        return self.lasts[tag]


def own_words(text: str, wrapped: int = 0) -> str:
    """Return what a human wrote of a text; empty when a program wrote all of it. `wrapped` is how
    often it was wrapped.
    """
    if _WRITTEN.match(text.lstrip()):
        return ""
    if line := FIRST_LINE.match(text):
        text = text[line.end() :]
    if said := queued(text) or spoken(text):
        return said
    if "<" not in text:
        return _marked(text)
    spans = list(_spans(text, _OPENED))
    inner = _wrapped(text, spans) if wrapped < _MOST_WRAPPED else None
    if inner is not None:
        return own_words(inner, wrapped + 1)
    return _marked(_command(text, spans) or _without(text, _noise(text, spans)))


def spoken(text: str, tool: str | None = None) -> str:
    """Return what a human said in the result of the XML tool `tool`; a file that a tool read may
    hold the same tags.
    """
    found = SPOKEN.match(text)
    if not found or not (found["told"] or tool in SPEAKING):
        return ""
    close = text.rfind(f"</{found['tag']}>")
    return text[found.end() : close].strip() if close >= found.end() else ""


def resumed(text: str) -> str:
    """Return what a human said as a program resumed a task."""
    at = text.rfind("<user_message>")
    return text[at + 14 :].partition("</user_message>")[0].strip() if at >= 0 else ""


def queued(text: str) -> str:
    """Return what a human said while the agent worked, which a program put into a reminder."""
    found = QUEUED.match(text.lstrip()) if "The user sent " in text[:200] else None
    return found["said"].strip() if found else ""


def _marked(text: str) -> str:
    for tail, _ in TAILS:
        text = text.partition(tail)[0]
    for marker, _ in MARKERS:
        before, found, after = text.rpartition(marker)
        if found and before.lstrip().startswith("# "):
            return after.strip()
    return text.strip()


def _spans(text: str, opened: re.Pattern[str]) -> Iterator[Span]:
    """Yield the outermost tags that are closed and stand where a program puts them, in order."""
    closings, done, fences = _Closings(text), 0, _Fences(text)
    for found in opened.finditer(text):
        start, tag = found.start(), found[1]
        if start < done or not _opens(text, tag, start) or fences.around(start):
            continue
        inner = text.find(">", start, start + _MOST_HEAD) + 1
        close = _close(text, closings, tag, inner) if inner else -1
        if close >= 0 and _is_block(text, tag, inner, close):
            done = close + len(tag) + 3
            fences.skip(done)
            yield Span(tag, start, inner, close, done)


class _Fences:
    """Tells whether a place is in a code block of the human's own text."""

    def __init__(self, text: str) -> None:
        self.marks = [found.start() for found in _FENCE.finditer(text)] if "```" in text else []
        self.next, self.open = 0, False

    def around(self, at: int) -> bool:
        while self.next < len(self.marks) and self.marks[self.next] < at:
            self.open, self.next = not self.open, self.next + 1
        return self.open and self.next < len(self.marks)

    def skip(self, end: int) -> None:
        """Leave out the marks before `end`, which a program wrote."""
        while self.next < len(self.marks) and self.marks[self.next] < end:
            self.next += 1


def _is_block(text: str, tag: str, inner: int, close: int) -> bool:
    """Return whether a tag's content is a program's: a block's opening is alone on its line, or its
    closing is on it, too, and it is not opened again before. `<a/>` opens nothing.
    """
    if tag in _INLINE:
        return text[inner - 2] != "/"
    if tag not in _BY_TAG:
        return True
    line_end = text.find("\n", inner, close)
    if line_end < 0:
        return True
    alone = tag not in _ALONE or not text[inner:line_end].strip()
    return alone and text.find(f"\n<{tag}>\n", inner - 1, close) < 0


def _opens(text: str, tag: str, start: int) -> bool:
    """Return whether a tag begins a line, or follows another tag, or may stand within a line."""
    if tag in _INLINE:
        return _INLINE[tag].match(text, start + 1 + len(tag)) is not None
    before = text[max(0, start - _MOST_INDENT) : start].rstrip(" \t")
    return before[-1:] in ("", "\n", ">")


def _close(text: str, closings: _Closings, tag: str, at: int) -> int:
    """Return where the closing tag begins that ends a line; -1 without one. What stands in an
    outermost wrapper may hold such tags itself.
    """
    if tag in OUTERMOST:
        close = closings.last(tag)
        return close if close >= at and _ends(text, close + len(tag) + 3) else -1
    close = closings.after(tag, at)
    while close >= 0 and tag not in _INLINE and not _ends(text, close + len(tag) + 3):
        close = closings.after(tag, close + 1)
    return close


def _ends(text: str, end: int) -> bool:
    return text[end : end + _MOST_INDENT].lstrip(" \t")[:1] in ("", "\n", "\r", "<")


def _wrapped(text: str, spans: list[Span]) -> str | None:
    """Return the content of the last wrapper, if everything beside it is tags with content."""
    last = next((span for span in reversed(spans) if span.tag in WRAPPERS), None)
    if last is None:
        return None
    around = text[: last.start] + "\n" + text[last.end :]
    beside = _ANY if last.tag in UNMISTAKABLE else _OPENED
    left = _without(around, [span for span in _spans(around, beside) if span.tag not in WRAPPERS])
    return None if left.strip() else _inner(text, last)


def _inner(text: str, span: Span) -> str:
    return text[span.inner : span.close]


def _command(text: str, spans: list[Span]) -> str:
    """Return a slash command as the human typed it; empty when there is none."""
    said = {span.tag: _inner(text, span).strip() for span in spans}
    name = said.get("command-name")
    if not name or name in LOCAL_COMMANDS:
        return ""
    rest = _without(text, [span for span in spans if span.tag not in WRAPPERS]).strip()
    return "\n".join(filter(None, (f"{name} {said.get('command-args', '')}".strip(), rest)))


def _noise(text: str, spans: list[Span]) -> list[Span]:
    """Return what the program wrote; some tags count only when nothing else is in the text."""
    size = len(text.strip())
    kept = (span for span in spans if span.tag not in WRAPPERS)
    return [span for span in kept if span.tag not in _WHOLE or span.end - span.start == size]


def _without(text: str, spans: list[Span]) -> str:
    """Return the text with a space for each span, and without a program's error behind one."""
    kept, done = [], 0
    for span in spans:
        kept.append(text[done : span.start])
        done = span.end
    rest = text[done:]
    if spans and spans[-1].tag in _INLINE and rest.lstrip(" ").startswith(_ERROR):
        rest = ""
    return " ".join([*kept, rest])
