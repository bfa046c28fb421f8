"""The features of a request for the linear classifier: words, pieces of words and a few facts."""

import re
from collections.abc import Iterator
from itertools import pairwise
from zlib import crc32

from contracts.classification import ClassifierInput
from reading.words import kind_of

# Raised when a request gets other features than before: the weights no longer fit then.
VERSION = 2
# chosen, see docs/linear.md; with other numbers the weights have to be trained again.
_CHARS, _SYSTEM_CHARS = 2000, 200
# No pattern starts within a word or a path, so that a long one is read only once.
_CODE = re.compile(r"`[^`]*`|\b\w++\([^)\n]{0,80}\)|[{};=]{1,2}\s|->|=>|</?\w{1,20}[^>\n]{0,80}>")
_FILE = re.compile(r"(?<![\w.@/-])(?:[\w.@-]++/)*+[\w@-]+(?:\.[\w-]+)*\.[a-z]{1,5}\b(?!/)", re.I)
_FOLDER = re.compile(r"(?<![\w.@/-])/?(?:[\w.@-]++/)++[\w.@-]*+")
_NUMBER = re.compile(r"\d[\d.,:]*")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|[0?]")
_SENTENCE = re.compile(r"[.:;!?\n]\s+|,\s+(?:then|and)\s+|\s-\s")
# chosen: the lower ends of the buckets.
_COUNTS = (1, 3, 6, 12, 24, 48, 96, 192)
_MESSAGES = (1, 3, 10, 30)


def blocks(request: ClassifierInput) -> tuple[frozenset[int], ...]:
    """Return the features of each kind as 32-bit hashes, the same on every machine."""
    text = _text(request)
    marked = _marked(text)
    words = _WORD.findall(marked)
    named = (_words(words, marked), _pieces(words), _facts(request, text, marked, words))
    return (*(frozenset(map(_hash, each)) for each in named), _system(request))


def words_of(request: ClassifierInput) -> frozenset[int]:
    """Return the hashes of the single words, which tell whether the language is known."""
    return frozenset(_hash(f"w {word}") for word in _WORD.findall(_marked(_text(request))))


def _hash(name: str) -> int:
    return crc32(name.encode("utf-8", "surrogatepass"))


def _text(request: ClassifierInput) -> str:
    """Return the latest words, after the standing order when they only send it on or back."""
    first = request.user_prompt_prefix or ""
    latest = request.latest_user_prompt_prefix or first
    if _kind(request) not in ("go_ahead", "rejection"):
        return latest[:_CHARS]
    standing = request.standing_order_prefix or (first if first != latest else "")
    return f"{standing or request.proposal_prefix or ''}\n{latest}"[-_CHARS:]


def _kind(request: ClassifierInput) -> str:
    latest = request.latest_user_prompt_prefix or request.user_prompt_prefix or ""
    return request.latest_kind or kind_of(latest)


def _marked(text: str) -> str:
    """Return the text in lower case, with one word each for code, files, folders and numbers."""
    for pattern, name in ((_CODE, " xcode "), (_FILE, " xfile "), (_FOLDER, " xfolder ")):
        text = pattern.sub(name, text)
    return _NUMBER.sub("0", text).lower()


def _words(words: list[str], marked: str) -> Iterator[str]:
    yield from (f"w {word}" for word in words)
    yield from (f"b {left} {right}" for left, right in pairwise(words))
    yield from (f"k {left} {right}" for left, right in zip(words, words[2:], strict=False))
    starts = [_WORD.findall(part)[:2] for part in _SENTENCE.split(marked)]
    yield from (f"s {start[0]}" for start in starts if start)
    yield from (f"f {' '.join(start)}" for start in starts[:1])


def _pieces(words: list[str]) -> Iterator[str]:
    for word in dict.fromkeys(words):
        padded = f" {word} "
        for size in (3, 4, 5):
            yield from (f"c {padded[n : n + size]}" for n in range(len(padded) - size + 1))


def _facts(request: ClassifierInput, text: str, marked: str, words: list[str]) -> Iterator[str]:
    """Yield the facts. Buckets have no upper end: a long text has all those of a short one."""
    yield from ("always", f"api {request.api_kind}", f"tools {request.has_tools}")
    yield from (f"messages {n}" for n in _MESSAGES if (request.message_count or 0) >= n)
    yield from (f"length {n}" for n in _COUNTS if len(words) >= n)
    parts = len(_SENTENCE.split(marked)) + marked.count(", ")
    yield from (f"parts {n}" for n in _COUNTS if parts >= n)
    for mark in ("xfile", "xfolder", "xcode"):
        yield from (f"{mark} {n}" for n in (1, 2, 4) if words.count(mark) >= n)
    yield from (f"ends {mark}" for mark in "?!." if text.rstrip().endswith(mark))
    yield f"capital {text[:1].isupper()}"
    yield from (f"kind {_kind(request)}", f"mode {request.agent_mode or 'none'}")


def _system(request: ClassifierInput) -> frozenset[int]:
    prefix = (request.system_prompt_prefix or "")[:_SYSTEM_CHARS].lower()
    return frozenset(_hash(f"p {word}") for word in _WORD.findall(prefix)) | {_hash("p")}
