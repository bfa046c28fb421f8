"""Reads a request from an HTTP body."""

import base64
import re
from collections.abc import Mapping
from typing import Any

from contracts.decision import DecideRequest
from contracts.errors import Malformed

# The escape of half a surrogate pair.
_HALF = re.compile(rb"(?i)\\ud[89ab]..(?!\\ud[c-f])|(?<!\\ud[89ab]..)\\ud[c-f]..")


def body_of(event: Mapping[str, Any]) -> bytes:
    body: str = event.get("body") or ""
    return base64.b64decode(body) if event.get("isBase64Encoded") else body.encode()


def request_of(body: bytes) -> DecideRequest:
    """Return the request. JavaScript cuts texts inside a character and escapes the half; it is
    replaced. Raises Malformed.
    """
    try:
        return DecideRequest.from_json(body)
    except Malformed:
        repaired = _HALF.sub(rb"\\ufffd", body)
        if repaired == body:
            raise
        return DecideRequest.from_json(repaired)
