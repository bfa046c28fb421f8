"""Ask the provider for one answer of the model, and once more after a failure that may pass."""

import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import httpx

from adapters.provider.answers import read_answer
from adapters.provider.faults import Fault, fault_in, fault_of
from adapters.provider.optional import Optional
from container.access import OpenCase
from container.meter import LONGEST_WAIT
from contracts.errors import AutoRoutingError

_NOT_ASKED = (httpx.ConnectError, httpx.ConnectTimeout)
_PAUSE_SECONDS = 1.0  # before a retry; chosen
_MAX_ANSWER = 64 * 2**20  # bytes, as below; chosen
_MAX_ERROR = 2**20


@dataclass(frozen=True)
class Body:
    """A whole answer of the model, as the provider sent it."""

    data: bytes
    streamed: bool


class CallerLeft(AutoRoutingError):
    """The CLI closed its connection; nothing waits for the answer."""


@dataclass(frozen=True)
class Exchange:
    """One request of the CLI for a case. `held` is what the call is known to cost, in USD. `left`
    tells whether the CLI has closed its connection: a generation that nothing waits for would still
    be billed."""

    case: OpenCase
    optional: Optional
    held: float
    left: Callable[[], bool]

    def ask(self, request: dict[str, Any]) -> Body | Fault:
        """Return the answer, or why there is none. The CLI gets an answer only when it is whole.
        Raises CallerLeft."""
        found = self._once(request, again=False)
        if isinstance(found, Fault) and self._worth_another(request, found):
            return self._once(request, again=True)
        return found

    def _worth_another(self, request: dict[str, Any], fault: Fault) -> bool:
        if self.optional.learn(request, fault):
            return True
        pause = fault.retry_after or _PAUSE_SECONDS
        if not fault.passing or pause > LONGEST_WAIT:
            return False
        time.sleep(pause)
        return not (self.case.upstream.dropped or self.left())

    def _once(self, request: dict[str, Any], *, again: bool) -> Body | Fault:
        try:
            answer = self.case.upstream.complete(self.optional.fitting(request))
        except httpx.HTTPError as error:
            fault = fault_of(0, type(error).__name__)
            self.case.meter.answered(0, fault, again=again)
            if not isinstance(error, _NOT_ASKED):
                self.case.meter.used(None, self.held)
            return fault
        with closing(answer):
            if answer.status_code >= HTTPStatus.MULTIPLE_CHOICES:
                return self._refused(answer, again=again)
            return self._answered(answer, again=again)

    def _refused(self, answer: httpx.Response, *, again: bool) -> Fault:
        body = self._read(answer, _MAX_ERROR)
        fault = fault_in(answer.status_code, answer.headers, body)
        self.case.meter.answered(answer.status_code, fault, again=again)
        return fault

    def _answered(self, answer: httpx.Response, *, again: bool) -> Body | Fault:
        meter, data = self.case.meter, self._read(answer, _MAX_ANSWER)
        found = read_answer(data)
        meter.used(found, self.held)
        if self.left():
            raise CallerLeft
        meter.answered(answer.status_code, found.fault, again=again)
        if found.fault:
            return found.fault
        meter.said(found.text)
        return Body(data, found.streamed)

    def _read(self, answer: httpx.Response, most: int) -> bytes:
        """Return the bytes of an answer; what is missing shows when it is read."""
        found = bytearray()
        try:
            for piece in answer.iter_bytes():
                found += piece
                if len(found) > most or self.left():
                    break
        except httpx.HTTPError:
            pass
        return bytes(found[:most])
