"""Spoil an answer, as real providers do: with status 200."""

import json
from typing import Any, Literal

Trouble = Literal[
    "http_500",
    "http_429",
    "hang",
    "cut",
    "page",
    "silence",
    "clean_cut",
    "error_within",
    "rate_limit_within",
    "odd_form",
]
_SSE, _JSON = "text/event-stream", "application/json"
_PAGE = b"<!doctype html><title>simulated provider</title>data: sign in"
_SILENCE = b": SIMULATED PROVIDER PROCESSING\n\n" * 3
_OVERLOADED = {"error": {"code": 502, "message": "simulated provider: overloaded"}}
_LIMITED = {"error": {"code": 429, "message": "simulated provider: slow down"}}
_ZERO = {"choices": [], "usage": {"prompt_tokens": 0, "completion_tokens": 0, "cost": 0}}


def spoiled(
    trouble: str | None, chunks: list[dict[str, Any]], *, stream: bool
) -> tuple[str, bytes]:
    """Return content type and body of an answer, which is a list of events or, if not `stream`, of
    one object. `odd_form` alone is still an answer."""
    match trouble:
        case "page":
            return "text/html", _PAGE
        case "silence":
            return _SSE, _SILENCE
        case "clean_cut":
            return (_SSE, _events(chunks[:1])) if stream else (_JSON, _events(chunks)[6:-40])
        case "error_within" if stream:
            return _SSE, _events([chunks[0], _OVERLOADED])
        case "error_within":
            return _JSON, json.dumps(_OVERLOADED).encode()
        case "rate_limit_within":
            return _JSON, json.dumps(_LIMITED).encode()
        case "odd_form" if stream:
            return "text/plain", b"\xef\xbb\xbf: hello\r\r" + _events([*chunks, _ZERO], "\r\r")
    if stream:
        return _SSE, _events(chunks) + b"data: [DONE]\n\n"
    return _JSON, b"\n \n" * (trouble == "odd_form") + json.dumps(chunks[0]).encode()


def _events(chunks: list[dict[str, Any]], end: str = "\n\n") -> bytes:
    return "".join(f"data: {json.dumps(chunk)}{end}" for chunk in chunks).encode()
