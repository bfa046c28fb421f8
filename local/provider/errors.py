"""Write errors in the shape of each API."""

from typing import Any

from contracts.classification import ApiKind
from contracts.errors import LocalFailure

_TYPES = {401: "authentication_error", 404: "not_found_error", 429: "rate_limit_error"}


class CallRefused(LocalFailure):
    """A request is answered with an error: `status`, and `body` in the shape of its API."""

    def __init__(self, status: int, body: dict[str, Any]) -> None:
        super().__init__(status, body)
        self.status, self.body = status, body


def error_body(kind: ApiKind, status: int, message: str, /, **more: Any) -> dict[str, Any]:
    """Return an error; `more` are fields that a vendor adds to it."""
    name = _TYPES.get(status, "invalid_request_error" if status < 500 else "api_error")
    match kind:
        case ApiKind.MESSAGES:
            return {"type": "error", "error": {"type": name, "message": message, **more}}
        case ApiKind.RESPONSES:
            return {
                "error": {"message": message, "type": name, "param": None, "code": None, **more}
            }
    return {"error": {"message": message, "code": status, **more}}


def simulated_error(kind: ApiKind, status: int, message: str) -> dict[str, Any]:
    """Return an error that is the simulator's own, and says so."""
    return error_body(kind, status, f"simulated provider: {message}")
