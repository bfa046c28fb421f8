"""Spoil an answer, as real providers do: with status 200."""

import json
from typing import Any, Literal

from contracts.classification import ApiKind
from local.provider.errors import simulated_error

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
_END = {ApiKind.CHAT_COMPLETIONS: b"data: [DONE]\n\n"}
_ZERO = {"choices": [], "usage": {"prompt_tokens": 0, "completion_tokens": 0, "cost": 0}}


def spoiled(
    trouble: str | None,
    chunks: list[dict[str, Any]],
    *,
    stream: bool,
    kind: ApiKind = ApiKind.CHAT_COMPLETIONS,
) -> tuple[str, bytes]:
    """Return content type and body of an answer, which is a list of events or, if not `stream`, of
    one object. `odd_form` alone is still an answer."""
    overloaded = simulated_error(kind, 502, "overloaded")
    match trouble:
        case "page":
            return "text/html", _PAGE
        case "silence":
            return _SSE, _SILENCE
        case "clean_cut":
            return (_SSE, _events(chunks[:1])) if stream else (_JSON, _json(chunks[0])[:-38])
        case "error_within" if stream:
            return _SSE, _events([chunks[0], _event_of(kind, overloaded)])
        case "error_within":
            return _JSON, _json(overloaded)
        case "rate_limit_within":
            return _JSON, _json(simulated_error(kind, 429, "slow down"))
        case "odd_form" if stream:
            return "text/plain", _odd(chunks, kind)
    if stream:
        return _SSE, _events(chunks) + _END.get(kind, b"")
    return _JSON, b"\n \n" * (trouble == "odd_form") + _json(chunks[0])


def _odd(chunks: list[dict[str, Any]], kind: ApiKind) -> bytes:
    more = [_ZERO] if kind is ApiKind.CHAT_COMPLETIONS else []
    return b"\xef\xbb\xbf: hello\r\r" + _events([*chunks, *more], "\r")


def _event_of(kind: ApiKind, error: dict[str, Any]) -> dict[str, Any]:
    return {"type": "error", **error} if kind is ApiKind.RESPONSES else error


def _events(chunks: list[dict[str, Any]], end: str = "\n") -> bytes:
    """Return the events; one with a type has its name before it."""
    names = (f"event: {chunk['type']}{end}" if "type" in chunk else "" for chunk in chunks)
    lines = (f"data: {json.dumps(chunk)}{end}{end}" for chunk in chunks)
    return "".join(f"{name}{line}" for name, line in zip(names, lines, strict=True)).encode()


def _json(body: dict[str, Any]) -> bytes:
    return json.dumps(body).encode()
