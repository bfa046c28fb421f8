"""Call `/decide` as a gateway does."""

import httpx

from contracts.decision import DecideRequest, DecideResponse
from contracts.errors import AutoRoutingError


class DecideRefused(AutoRoutingError):
    """`/decide` answered with an error; the message is its own."""


def ask(url: str, secret: str, request: DecideRequest, timeout: float = 10.0) -> DecideResponse:
    """Return the answer; `timeout` is in seconds. Raises DecideRefused."""
    try:
        answer = httpx.post(
            url,
            content=request.wire_json(),
            headers={"authorization": f"Bearer {secret}", "content-type": "application/json"},
            timeout=timeout,
        )
    except httpx.HTTPError as error:
        raise DecideRefused(
            f"{url} cannot be reached ({type(error).__name__}); try again"
        ) from error
    if answer.is_error:
        raise DecideRefused(f"HTTP {answer.status_code}: {answer.text[:300]}")
    return DecideResponse.from_json(answer.content)
