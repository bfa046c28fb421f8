"""Counts what a request weighs, in tokens: text, pictures, files and opaque blobs apart."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from reading.turns import is_plain

# chosen, near what vendors document: a picture after scaling (Anthropic: width * height / 750,
# OpenAI: 765 for 1024 * 1024 in tiles), a file without its bytes, and a page of a PDF per 50 kB.
_PICTURE, _FILE, _BYTES_PER_FILE_TOKEN, _BYTES_PER_AUDIO_TOKEN = 1_500, 2_000, 25, 1_000
# Of ciphertext in base64: 4 characters for 3 bytes, some 4 bytes for a token of what it hides.
_OPAQUE_CHARS = 5.3
_CHARS_PER_TOKEN = 4
_PER_PART = 3  # OpenAI's cookbook counts 3 tokens for what surrounds a message
# Chinese, Japanese, Korean, emoji: 0.8 tokens a character with o200k_base, measured.
_WIDE = re.compile("[\u0800-\U0010ffff]+")
_MORE_PER_WIDE = 0.55
_PICTURES = frozenset(
    {"image", "image_url", "input_image", "computer_screenshot", "image_generation_call"}
)
_FILES = frozenset({"file", "input_file", "document", "container_upload"})
_SOUNDS = {"input_audio": "audio", "audio": "audio", "video_url": "video", "input_video": "video"}
_OPAQUE = frozenset({"encrypted_content", "signature", "thought_signature", "thoughtSignature"})


@dataclass
class Weight:
    """Tokens by what they are, and the kinds of input besides text."""

    text: float = 0
    pictures: float = 0
    files: float = 0
    opaque: float = 0
    modalities: frozenset[str] = frozenset()
    hour_cache: bool = False

    @property
    def tokens(self) -> int:
        return round(self.text + self.pictures + self.files + self.opaque)


def text_tokens(text: str) -> float:
    """Return the tokens of a text: one for 4 characters, more for Chinese, Japanese and Korean."""
    wide = 0 if text.isascii() else len(text) - len(_WIDE.sub("", text))
    return len(text) / _CHARS_PER_TOKEN + wide * _MORE_PER_WIDE


def weigh(body: dict[str, Any], items: Any) -> Weight:
    """Return the weight of a request: its messages or items, its instructions and its tools."""
    found = Weight()
    for each in (items, body.get("system"), body.get("instructions")):
        _add(found, each)
    tools = body.get("tools")
    if tools:
        text = json.dumps(tools, ensure_ascii=False)
        found.text += text_tokens(text)
        found.hour_cache = found.hour_cache or '"ttl": "1h"' in text
    return found


def _add(found: Weight, value: Any) -> None:
    """Add all that is in `value`, at any depth."""
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, str):
            found.text += text_tokens(each)
        elif isinstance(each, list):
            waiting += each
        elif isinstance(each, dict) and is_plain(each):
            found.text += _PER_PART + text_tokens(each["content"])
        elif isinstance(each, dict) and not _blob(found, each):
            found.text += _PER_PART
            waiting += _inside(found, each)


def _blob(found: Weight, part: dict[str, Any]) -> bool:
    """Add a picture, a file or a sound; return whether `part` is one."""
    kind = part.get("type")
    if not isinstance(kind, str):
        kind = "image_url" if "image_url" in part else ""
    if kind in _PICTURES:
        found.pictures += _PICTURE
        found.modalities |= {"image"}
    elif kind in _FILES:
        found.files += _file_tokens(part)
        found.modalities |= {"file"}
    elif kind in _SOUNDS:
        found.files += max(_FILE, _longest(part) / _BYTES_PER_AUDIO_TOKEN)
        found.modalities |= {_SOUNDS[kind]}
    else:
        return False
    found.hour_cache = found.hour_cache or _hour(part)
    return True


def _file_tokens(part: dict[str, Any]) -> float:
    """Return the tokens of a file: a text counts as text, base64 by its size, an id as one file."""
    source = part.get("source")
    if isinstance(source, dict) and source.get("type") == "text":
        return text_tokens(str(source.get("data") or ""))
    size = _longest(part) * 3 / 4
    return size / _BYTES_PER_FILE_TOKEN if size > 1_000 else _FILE


def _longest(part: dict[str, Any]) -> int:
    """Return the length of the longest text in a part, which holds its bytes."""
    return max((len(text) for text in _strings(part)), default=0)


def _strings(value: Any) -> Iterator[str]:
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, str):
            yield each
        elif isinstance(each, dict):
            waiting += each.values()
        elif isinstance(each, list):
            waiting += each


def _inside(found: Weight, part: dict[str, Any]) -> Iterator[Any]:
    """Yield what is inside a part, and add its opaque blobs."""
    found.hour_cache = found.hour_cache or _hour(part)
    redacted = part.get("type") == "redacted_thinking"
    for name, value in part.items():
        opaque = name in _OPAQUE or (redacted and name == "data")
        if not opaque:
            if name not in _NAMES:
                yield value
        elif isinstance(value, str) and not part.get("thinking"):
            found.opaque += len(value) / _OPAQUE_CHARS


_NAMES = frozenset(
    {"type", "role", "id", "call_id", "tool_call_id", "tool_use_id", "cache_control"}
)


def _hour(part: dict[str, Any]) -> bool:
    mark = part.get("cache_control")
    return isinstance(mark, dict) and mark.get("ttl") == "1h"
