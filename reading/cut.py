"""Cuts a long text to its head and its tail."""

_GAP = " … "
_TAIL = 0.45  # chosen: with material pasted first, the order stands at the end


def cut(text: str, most: int) -> str | None:
    """Return at most `most` characters with white space folded, from both ends of a long text; None
    for a blank one. Only the ends are looked at, however long the text is.
    """
    near = 4 * most
    if len(text) <= 2 * near:
        return _ends(" ".join(text.split()), most) or None
    head, tail = (" ".join(part.split()) for part in (text[:near], text[-near:]))
    return _ends(f"{head} {tail}", most) or None


def _ends(text: str, most: int) -> str:
    if len(text) <= most:
        return text
    tail = int(most * _TAIL)
    return f"{text[: most - tail - len(_GAP)]}{_GAP}{text[-tail:]}"
