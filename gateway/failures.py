"""Tells why a call of the provider failed before its first byte, and what may be tried then."""

from typing import Literal

import aiohttp

from contracts.errors import AutoRoutingError

# unreached: the provider has not seen the request, so that it says nothing of the model.
# unanswered: it hung up on it. silent: it sent no byte in time. broken: what it sent is no answer.
What = Literal["unreached", "unanswered", "silent", "broken"]


# chosen: a connection that was closed as idle is found out at once; later the provider has worked.
_IDLE_SECONDS = 1.0


class Failure(AutoRoutingError):
    """A call that failed before its first byte; the message is the kind of the error."""

    def __init__(self, what: What, why: str) -> None:
        super().__init__(why)
        self.what = what


def failure(error: Exception, *, reused: bool, seconds: float) -> Failure:
    """Return what an error of aiohttp means, `seconds` after the call began. `reused`: the
    connection had served before, so that the provider may have closed it as idle while the request
    was sent.
    """
    return Failure(_what(error, idle=reused and seconds <= _IDLE_SECONDS), type(error).__name__)


def _what(error: Exception, *, idle: bool) -> What:
    if isinstance(error, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError):
        return "unreached"
    if isinstance(error, TimeoutError):
        return "silent"
    if isinstance(error, aiohttp.ServerDisconnectedError):
        begun = not isinstance(error.message, str)  # it is the head of the answer, torn
        return "unreached" if idle and not begun else "unanswered"
    if isinstance(error, OSError | aiohttp.ClientConnectionError):
        return "unreached" if idle else "unanswered"
    return "broken"
