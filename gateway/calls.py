"""Calls the provider once for an attempt, passes its answer on, and records what it used."""

import asyncio
import dataclasses
from dataclasses import dataclass

import aiohttp

from gateway.asgi import ClientLeft
from gateway.ask import Ask, Choice, Edit, Kind, Noted, Outcome, Send
from gateway.catalogue import Catalogue
from gateway.errors import Problem
from gateway.failures import Failure
from gateway.passing import Passing, answer, whole
from gateway.refusal import STATUSES, Repair, repair_of
from gateway.rows import Rows
from gateway.sessions import Sessions
from gateway.upstream import Upstream

# With these the provider says that this model does not answer now; another one may.
_UNANSWERED = frozenset({502, 503, 529})


@dataclass(frozen=True)
class Calls:
    """Calls of the provider, one row each."""

    upstream: Upstream
    catalogue: Catalogue
    rows: Rows
    sessions: Sessions

    async def attempt(
        self, ask: Ask, choice: Choice, edit: Edit, kind: Kind, send: Send, *, last: bool = True
    ) -> Outcome:
        """Call the provider once, and pass its answer on; but for the last time not its word that
        this model does not answer. Raises Failure where there is no answer.
        """
        simulated = choice.simulated or self.catalogue.simulated(choice.model)
        noted = Noted(ask, dataclasses.replace(choice, simulated=simulated), kind)
        try:
            return await self._called(edit, noted, send, last=last)
        except Failure as error:
            noted.failed = str(error)
            raise
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            noted.failed = type(error).__name__
            raise Failure("broken", noted.failed) from None
        except (asyncio.CancelledError, ClientLeft):
            noted.cancelled = True
            raise
        finally:
            self.rows.add(noted.row())

    async def _called(self, edit: Edit, noted: Noted, send: Send, *, last: bool) -> Outcome:
        ask = noted.ask
        headers = self.upstream.up(ask.headers)
        call = self.upstream.call("POST", ask.target, headers, edit.body, stream=ask.stream)
        async with call as response:
            noted.status = response.status
            if response.status in _UNANSWERED and not last:
                return "unanswered"
            if response.status in STATUSES and edit.mended:
                body = await whole(response)
                if repair := refused(response.status, body, edit):
                    return repair
                await answer(send, response, edit, noted, body)
                return "sent"
            await Passing(response, edit, noted, send, self.sessions).run()
            return _outcome(response.status)


def _outcome(status: int) -> Outcome:
    if status < 400:
        return "served"
    return "failed" if status in _UNANSWERED else "sent"


def refused(status: int, body: bytes, edit: Edit) -> Repair | None:
    """Return the repair that a refusal asks for, if it makes another body."""
    if edit.mended is None:
        return None
    found = repair_of(status, body)
    return found if found and edit.mended(found) else None


def unanswered(choice: Choice, error: Failure) -> Problem:
    """Return the answer to a request that the provider did not answer."""
    status = 504 if error.what == "silent" else 502
    return Problem(status, f"{choice.model}: the provider did not answer: {error}")
