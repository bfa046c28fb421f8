"""What providers sent instead of an answer, and answers in unusual forms; from public reports."""

import json
from dataclasses import dataclass, field
from typing import Any

from contracts.failure import FailureCause as Cause
from tests.samples import FOUND

LABELS = FOUND.wire_json()
OK = "42"


@dataclass(frozen=True)
class Kind:
    """A response. `cause` is what it has to be called; None for an answer. `cost` is what it is
    known to cost, None for unknown; `least` its known part."""

    body: bytes
    cause: Cause | None = Cause.PROVIDER_ERROR
    status: int = 200
    content_type: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)
    cost: float | None = None
    least: float = 0.0


def said(text: str = OK, **more: Any) -> dict[str, Any]:
    return {"choices": [{"index": 0, "delta": {"content": text}, **more}]}


END: dict[str, Any] = {"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]}
PAID = {"choices": [], "usage": {"prompt_tokens": 9, "completion_tokens": 1, "cost": 0.25}}
ZERO = {"choices": [], "usage": {"prompt_tokens": 0, "completion_tokens": 0, "cost": 0}}


def events(*of: Any, end: str = "\n\n") -> bytes:
    texts = (each if isinstance(each, str) else json.dumps(each) for each in of)
    return "".join(f"data: {text}{end}" for text in texts).encode()


def stream(*of: Any, **more: Any) -> Kind:
    return Kind(events(*of), **{"content_type": "text/event-stream", **more})


def whole(**of: Any) -> bytes:
    return json.dumps(of).encode()


def error(**of: Any) -> bytes:
    return whole(error=of)


def usage(**of: Any) -> dict[str, Any]:
    return {"choices": [], "usage": {"prompt_tokens": 9, "completion_tokens": 1, **of}}


_PAGE = b"<!doctype html>\n<html><body>data: Sign in</body></html>"
_CUT = said("The answer is fo")
_TPM = {"message": "Request too large: 9000 tokens per minute (TPM)", "code": "rate_limit_exceeded"}
_QUOTA = {"message": "You exceeded your current quota", "code": "insufficient_quota"}
_LONG = {
    "message": "This model's maximum context length is 8192 tokens",
    "code": "context_length_exceeded",
}
_FLAGGED = {"message": "flagged", "metadata": {"reasons": ["violence"], "flagged_input": "x"}}

NO_ANSWER = {
    "zero bytes": Kind(b""),
    "zero bytes of a stream": stream(),
    "only comments": Kind(b": OPENROUTER PROCESSING\n\n" * 3, content_type="text/event-stream"),
    "only the end": stream("[DONE]"),
    "a page": Kind(_PAGE, content_type="text/html"),
    "a redirect to a page": Kind(_PAGE, status=302, headers={"location": "/login"}),
    "a list": Kind(b"[1, 2]"),
    "no choices": Kind(whole(id="x", choices=[])),
    "a choice without a message": Kind(whole(choices=[{"finish_reason": "stop"}])),
    "half an object": Kind(b'{"choices": [{"message": {"content": "4'),
    "cut with a clean close": stream(_CUT),
    "cut after the role": stream(said("")),
    "cut within an event": Kind(events(_CUT)[:-20], content_type="text/event-stream"),
    "cut behind running totals": stream({**_CUT, "usage": {"cost": 0.125}}, least=0.125),
    "an error at the top": stream(_CUT, {"error": {"code": 502, "message": "upstream"}}),
    "an error in the choice": stream(said("", error={"code": 502, "message": "upstream"})),
    "a finish that is an error": stream(_CUT, said("", finish_reason="error")),
    "a network error": stream(_CUT, said("", finish_reason="network_error")),
    "an event of its own": Kind(b'event: error\ndata: {"message": "overloaded"}\n\n'),
    "an error type": stream({"type": "error", "error": {"type": "overloaded_error"}}),
    "a rate limit with 200": Kind(error(code=429, message="slow down"), Cause.RATE_LIMITED),
    "a rate limit as text": stream(
        _CUT, {"error": {"code": "rate_limit_exceeded"}}, cause=Cause.RATE_LIMITED
    ),
    "an error as text": Kind(whole(error="gone")),
    "a bare message": Kind(whole(message="Internal error")),
    "500": Kind(b"oops", status=500),
    "529": Kind(error(type="overloaded_error", message="Overloaded"), status=529),
    "408": Kind(b"", status=408),
    "425": Kind(b"", status=425),
    "429": Kind(error(message="slow down"), Cause.RATE_LIMITED, 429),
    "498": Kind(error(message="capacity"), Cause.RATE_LIMITED, 498),
    "413 by tokens a minute": Kind(whole(error=_TPM), Cause.RATE_LIMITED, 413),
    "429 without quota": Kind(whole(error=_QUOTA), Cause.QUOTA_EXHAUSTED, 429),
    "402": Kind(error(message="more credits"), Cause.QUOTA_EXHAUSTED, 402),
    "401": Kind(error(message="no auth"), Cause.KEY_REFUSED, 401),
    "400 for the key": Kind(error(message="Invalid API key"), Cause.KEY_REFUSED, 400),
    "404 for the model": Kind(error(message="model not found"), Cause.MODEL_MISSING, 404),
    "400 for the model": Kind(error(message="x is not a valid model ID"), Cause.MODEL_MISSING, 400),
    "400": Kind(error(message="bad field"), Cause.PROVIDER_REFUSED, 400),
    "an overflow": Kind(whole(error=_LONG), Cause.CONTEXT_OVERFLOW, 400),
    "an overflow in words": Kind(
        error(message="prompt is too long: 210000 tokens > 200000"), Cause.CONTEXT_OVERFLOW, 400
    ),
    "moderation": Kind(whole(error=_FLAGGED), Cause.CONTENT_FILTERED, 403),
    "a filter": stream(
        _CUT, said("", finish_reason="content_filter"), cause=Cause.CONTENT_FILTERED
    ),
}


def answer(*of: Any, cost: float | None = 0.25, **more: Any) -> Kind:
    return stream(*of, cause=None, cost=cost, **more)


ANSWERS = {
    "a stream": answer(said(), END, PAID, "[DONE]"),
    "lines that end with CR": Kind(events(said(), END, PAID, end="\r\r"), None, cost=0.25),
    "CR and LF": Kind(events(said(), END, PAID, end="\r\n\r\n"), None, cost=0.25),
    "several data lines": Kind(
        events(said(), END) + b'data: {"choices": [],\ndata: "usage": {"cost": 0.25}}\n\n',
        None,
        cost=0.25,
    ),
    "no type": Kind(events(said(), END, PAID), None, content_type="", cost=0.25),
    "plain text": Kind(events(said(), END, PAID), None, content_type="text/plain", cost=0.25),
    "a mark and comments first": Kind(
        b"\xef\xbb\xbf: hello\n\nretry: 3\n\n" + events(said(), END, PAID), None, cost=0.25
    ),
    "no blank line at the end": Kind(events(said(), END, PAID)[:-2], None, cost=0.25),
    "a ping between": answer(said(), "ping", END, PAID),
    "null in the usage": answer({**said(), "usage": None}, END, PAID),
    "zeros last": answer(said(), END, PAID, ZERO),
    "numbers as text": answer(said(), END, usage(cost="0.25")),
    "a key of one's own": answer(
        said(), END, usage(cost=0.05, is_byok=True, cost_details={"upstream_inference_cost": 0.2})
    ),
    "a fee of nothing": answer(
        said(), END, usage(cost=0, is_byok=True, cost_details={"upstream_inference_cost": 0.25})
    ),
    "a key of one's own, half known": answer(
        said(), END, usage(cost=0.05, is_byok=True), cost=None, least=0.05
    ),
    "no usage": answer(said(), END, "[DONE]", cost=None),
    "an absurd cost": answer(said(), END, usage(cost=1e30), cost=None),
    "a negative cost": answer(said(), END, usage(cost=-1), cost=None),
    "an endless cost": Kind(
        events(said(), END) + b'data: {"choices": [], "usage": {"cost": ' + b"9" * 5000 + b"}}\n\n",
        None,
        content_type="text/event-stream",
    ),
    "no finish but usage": answer(said(), PAID),
    "text in parts": Kind(
        whole(
            choices=[{"message": {"content": [{"type": "text", "text": c} for c in OK]}}],
            usage={"cost": 0.25},
        ),
        None,
        cost=0.25,
    ),
    "an error that is null": Kind(
        whole(error=None, choices=[{"message": {"content": OK}}], usage={"cost": 0.25}),
        None,
        cost=0.25,
    ),
    "blank lines before an object": Kind(
        b"\n \n" + whole(choices=[{"message": {"content": OK}}], usage={"cost": 0.25}),
        None,
        cost=0.25,
    ),
    "half an emoji": Kind(
        b'{"choices": [{"message": {"content": "42"}}], "x": "\\ud83d", "usage": {"cost": 0.25}}',
        None,
        cost=0.25,
    ),
}
KINDS = {**NO_ANSWER, **ANSWERS}
