"""Tell what a provider's failure means, from its status and its words."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cache
from http import HTTPStatus
from typing import Any

from contracts.failure import PASSING, FailureCause
from contracts.json_text import read_json
from contracts.words import told

_BAD_GATEWAY = 502
_THREE = re.compile(r"[45][0-9]{2}")
_MOST_TEXT = 20_000  # bytes; chosen
_LONGEST_WAIT = 86_400  # seconds; a longer `Retry-After` is no advice


@dataclass(frozen=True)
class Fault:
    """Why a call gave no answer. `detail` holds the provider's own words, short and without keys.
    `retry_after` is what it asks for before the next call, in seconds."""

    cause: FailureCause
    detail: str
    retry_after: float | None = None

    @property
    def passing(self) -> bool:
        """Return whether the same call may succeed a moment later."""
        return self.cause in PASSING


def fault_of(status: int, error: Any = None, retry_after: float | None = None) -> Fault:
    """Return the fault of a status of 300 or above, or of an error within an answer of status 200;
    0 means no answer. `error` is what the provider says: an object, a text, or nothing."""
    code, message = _status(status, error), told(_message(error))
    place = f"HTTP {status}" if status else "no answer"
    return Fault(
        _cause(code, _words(error)), f"{place}: {message}" if message else place, retry_after
    )


def missing(model: str) -> Fault:
    """Return the fault of a model that is in no list."""
    return Fault(FailureCause.MODEL_MISSING, f"the provider does not list {model}")


def fault_in(status: int, headers: Mapping[str, str], body: bytes) -> Fault:
    """Return the fault of a response with a status of 300 or above."""
    return fault_of(status, _error_in(body), _retry_after(headers.get("retry-after")))


def _error_in(body: bytes) -> Any:
    """Return the error in the body of a failed call: an object, or the text itself, but no page."""
    try:
        found = read_json(body)
    except ValueError:
        found = None
    if isinstance(found, dict):
        return found.get("error") or found
    text = body[:_MOST_TEXT].decode("utf-8", "replace")
    return None if found is None and text.lstrip().startswith("<") else text


def _retry_after(header: str | None) -> float | None:
    """Return the seconds that `Retry-After` asks for, which may be a date (RFC 9110, 10.2.3)."""
    if not header:
        return None
    try:
        seconds = float(header)
    except ValueError:
        seconds = _until(header)
    return seconds if 0 <= seconds <= _LONGEST_WAIT else None


def _until(header: str) -> float:
    try:
        date = parsedate_to_datetime(header)
    except ValueError:
        return -1.0
    return max(0.0, (date.replace(tzinfo=date.tzinfo or UTC) - datetime.now(UTC)).total_seconds())


def _status(status: int, error: Any) -> int:
    if status >= HTTPStatus.MULTIPLE_CHOICES or not status:
        return status
    named = (error.get(key) for key in ("code", "status")) if isinstance(error, dict) else ()
    codes = (
        int(code) for code in named if isinstance(code, int | str) and _THREE.fullmatch(str(code))
    )
    return next(codes, _BAD_GATEWAY)


def _message(error: Any) -> str:
    if not isinstance(error, dict):
        return error if isinstance(error, str) else ""
    said = (error.get(name) for name in ("message", "detail", "error", "type", "code"))
    return next((text for text in said if isinstance(text, str) and text), "")


def _words(error: Any) -> str:
    """Return the words that tell kinds of errors apart, in lower case."""
    if isinstance(error, dict):
        named = ("code", "type", "status", "message", "detail", "param", "metadata")
        error = " ".join(_short(error[name]) for name in named if error.get(name))
    return error[:4000].lower() if isinstance(error, str) else ""


def _short(value: Any) -> str:
    if isinstance(value, dict):
        return " ".join(f"{name} {_short(of)}" for name, of in list(value.items())[:20])[:2000]
    return str(value)[:2000] if isinstance(value, str | int) else ""


_C = FailureCause
# The first row that matches, by statuses (empty: any) and by words (empty: any), names the cause.
# From the error pages of OpenAI, Anthropic, Azure, Google, Groq, OpenRouter, LiteLLM and vLLM.
_ROWS: tuple[tuple[frozenset[int], str, FailureCause], ...] = (
    (frozenset(), r"insufficient_quota|billing_(hard_limit|not_active)", _C.QUOTA_EXHAUSTED),
    (frozenset(), r"(insufficient|out of|not enough|no) (credit|fund|balance)", _C.QUOTA_EXHAUSTED),
    (frozenset(), r"credit balance is too low|key limit exceeded", _C.QUOTA_EXHAUSTED),
    (frozenset({402}), "", _C.QUOTA_EXHAUSTED),
    (
        frozenset({413, 429, 498}),
        r"tokens?.per.(minute|day)|\btp[md]\b|rate.?limit",
        _C.RATE_LIMITED,
    ),
    (frozenset({429, 498}), "", _C.RATE_LIMITED),
    (
        frozenset(),
        r"context_length_exceeded|context_window_exceeded|contextwindowexceeded|"
        r"(maximum|max) (context|model) len|context (length|window|size)|"
        r"(prompt|input|request) (is|are) too (long|large)|too many (input )?tokens|"
        r"input token count .{0,40}exceed|exceeds? the (model'?s? )?(maximum )?(context|token)",
        _C.CONTEXT_OVERFLOW,
    ),
    (
        frozenset(),
        r"content[_ ]filter|content[_ ](management )?policy|content_policy_violation|moderation|"
        r"flagged_input|\bflagged\b|responsibleaipolicyviolation|prohibited_content|"
        r"safety (system|filter)",
        _C.CONTENT_FILTERED,
    ),
    (frozenset({401}), "", _C.KEY_REFUSED),
    (
        frozenset(),
        r"(invalid|incorrect|wrong|expired|revoked|disabled)[ _]api[ _]?key",
        _C.KEY_REFUSED,
    ),
    (frozenset(), r"authentication_error|no auth credentials|user not found", _C.KEY_REFUSED),
    (
        frozenset(),
        r"model_not_found|not a valid model|no endpoints found|unknown model|no such model|"
        r"model .{0,120}(does not exist|not found|is not available|not supported|decommissioned)",
        _C.MODEL_MISSING,
    ),
    (frozenset({404}), r"model", _C.MODEL_MISSING),
    (frozenset(), r"rate_limit|too many requests|resource_exhausted", _C.RATE_LIMITED),
    (frozenset({0, 408, 425}), "", _C.PROVIDER_ERROR),
    (frozenset(range(300, 400)), "", _C.PROVIDER_ERROR),
    (frozenset(range(500, 600)), "", _C.PROVIDER_ERROR),
    (frozenset(), r"overloaded|server_error|unavailable|timed? ?out", _C.PROVIDER_ERROR),
)


@cache
def _table() -> tuple[tuple[frozenset[int], re.Pattern[str], FailureCause], ...]:
    """Return the rows, compiled when the first call fails: `/decide` waits for every import."""
    return tuple((statuses, re.compile(words), cause) for statuses, words, cause in _ROWS)


def _cause(status: int, words: str) -> FailureCause:
    for statuses, said, cause in _table():
        if (not statuses or status in statuses) and said.search(words):
            return cause
    return FailureCause.PROVIDER_REFUSED
