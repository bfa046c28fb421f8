"""Text from outside, made safe to store and to show."""

import re

_SECRETS = re.compile(
    r"\b(?:sk|pk|rk|key|gsk|xai)[-_][\w-]{6,}|\b(?=\w*\d)[\w-]{32,}\b|\bey[\w-]+\.[\w.-]+"
)


def mended(text: str) -> str:
    """Return the text as valid Unicode: half a surrogate pair becomes U+FFFD. Python's JSON reader
    lets such halves through, and no encoder takes them.
    """
    if text.isascii():
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def told(text: str, most: int = 300) -> str:
    """Return what a provider or a program says, on one line, without keys, of at most `most`
    characters.
    """
    line = " ".join(mended(text[: 20 * most]).split())
    found = _SECRETS.sub("[removed]", line)
    return found if len(found) <= most else f"{found[: most - 1]}…"
