"""Words the gateway's own errors in the shape of the caller's API."""

from dataclasses import dataclass
from typing import Any

from contracts.classification import ApiKind
from contracts.errors import AutoRoutingError
from gateway.splice import encoded

_ANTHROPIC = {
    400: "invalid_request_error",
    401: "authentication_error",
    403: "permission_error",
    404: "not_found_error",
    405: "invalid_request_error",
    413: "request_too_large",
    415: "invalid_request_error",
    503: "overloaded_error",
    504: "timeout_error",
}
_OPENAI = {
    401: "invalid_api_key",
    403: "permission_denied",
    404: "not_found",
    405: "method_not_allowed",
    413: "request_too_large",
    415: "unsupported_content_encoding",
    503: "server_overloaded",
}

_MOST_CHARS = 1_000  # chosen


@dataclass(eq=False)
class Problem(AutoRoutingError):
    """An answer of the gateway's own. `code` is what clients of OpenAI match, `allow` the methods
    of a path.
    """

    status: int
    message: str
    code: str | None = None
    retry_after: int | None = None
    allow: str | None = None

    def body(self, kind: ApiKind | None) -> bytes:
        """Return the error in the shape of an API; what a caller named in it may be long."""
        message = self.message[:_MOST_CHARS]
        if kind is ApiKind.MESSAGES:
            error: dict[str, Any] = {
                "type": _ANTHROPIC.get(self.status, "api_error"),
                "message": message,
            }
            return encoded({"type": "error", "error": error})
        shown = {
            "message": message,
            "type": "invalid_request_error" if self.status < 500 else "server_error",
            "param": None,
            "code": self.code or _OPENAI.get(self.status),
        }
        return encoded({"error": shown})


def too_long(kind: ApiKind, tokens: int, most: int) -> Problem:
    """Return the refusal by which clients know that they have to make the history shorter."""
    if kind is ApiKind.MESSAGES:
        return Problem(400, f"prompt is too long: {tokens} tokens > {most} maximum")
    return Problem(
        400,
        f"This model's maximum context length is {most} tokens. However, your messages resulted "
        f"in {tokens} tokens. Please reduce the length of the messages.",
        "context_length_exceeded",
    )


def broken(kind: ApiKind, why: str) -> bytes:
    """Return the one event that ends a stream which broke."""
    message = f"the stream of the provider broke: {why}"
    if kind is ApiKind.MESSAGES:
        error = {"type": "error", "error": {"type": "api_error", "message": message}}
        return b"event: error\ndata: " + encoded(error) + b"\n\n"
    if kind is ApiKind.RESPONSES:
        event = {"type": "error", "code": "server_error", "message": message, "param": None}
        return b"event: error\ndata: " + encoded(event) + b"\n\n"
    shown = {"message": message, "type": "server_error", "code": "stream_broken"}
    return b"data: " + encoded({"error": shown}) + b"\n\n"
