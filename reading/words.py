"""Tells a go-ahead, a rejection and thanks from an order, by the words alone."""

import re
from collections.abc import Iterator
from typing import Literal

from reading.vocabulary import EMOJI, LANGUAGES, PHRASES, PIECES

Kind = Literal["order", "go_ahead", "rejection", "thanks"]
# chosen: a longer text says something of its own.
_MOST_WORDS, _MOST_CHARS = 15, 160
_KINDS: dict[str, Kind] = {"no": "rejection", "go": "go_ahead", "thanks": "thanks"}
_SETS = {
    name: frozenset(word for language in LANGUAGES for word in language.get(name, "").split())
    for name in ("go", "weak_go", "no", "weak_no", "thanks", "filler")
}
# Each phrase counts as one word of its kind.
_PHRASE = re.compile(
    rf"\b(?:{'|'.join(f'(?P<{kind}>{phrase})' for kind, phrase in PHRASES.items())})\b"
)
_TOKENS = {"go": "yes", "no": "again", "thanks": "thanks"}
_KNOWN = frozenset().union(*_SETS.values())
_WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")
_CLAUSE = re.compile(r"[.,;:!?\n]+")
# An answer to a question with choices.
_CHOICE = re.compile(r"(?:option |number |variante |opción )?(?:\d{1,2}|[a-e])")
_ALTERNATIVES = "|".join(
    f"(?P<{name}>{'|'.join(map(re.escape, pieces.split()))})" for name, pieces in PIECES.items()
)
_PIECE = re.compile(f"{_ALTERNATIVES}|[\\W_]+")


def kind_of(text: str) -> Kind:
    """Return what a human's text is. Only a text whose every word is known as such is no order, or
    one that begins with a no, of which a clause has it done again.
    """
    said = text[: 2 * _MOST_CHARS].strip().lower().replace("’", "'")
    if not said or len(said) > _MOST_CHARS:
        return "order"
    said = _PHRASE.sub(lambda found: _TOKENS[str(found.lastgroup)], said)
    words = _WORD.findall(said)
    if not words:
        return _first(name for name, marks in EMOJI.items() if said[0] in marks)
    if _CHOICE.fullmatch(" ".join(words)):
        return "go_ahead"
    if len(words) <= _MOST_WORDS and _KNOWN.issuperset(words):
        return _by_words(frozenset(words))
    if words[0] in _SETS["weak_no"] and _has_it_again(said):
        return "rejection"
    return _by_pieces(said)


def _has_it_again(said: str) -> bool:
    """Return whether a later clause says nothing but to do it again."""
    clauses = (_WORD.findall(clause) for clause in _CLAUSE.split(said)[1:])
    return any(_KNOWN.issuperset(c) and not _SETS["no"].isdisjoint(c) for c in clauses)


def _by_words(words: frozenset[str]) -> Kind:
    """Return the kind. A weak word decides only where no other does: "no problem, go on"."""
    for name in ("no", "go", "thanks"):
        if words & _SETS[name]:
            return _KINDS[name]
    return _first(name for name in ("no", "go") if words & _SETS[f"weak_{name}"])


def _by_pieces(said: str) -> Kind:
    """Return the kind of a text without spaces; an order unless known pieces make up all of it."""
    at, seen = 0, set()
    while at < len(said):
        found = _PIECE.match(said, at)
        if not found:
            return "order"
        seen.add(found.lastgroup)
        at = found.end()
    return _first(name for name in _KINDS if name in seen)


def _first(names: Iterator[str]) -> Kind:
    return next((_KINDS[name] for name in names), "order")
