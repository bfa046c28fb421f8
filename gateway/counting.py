"""Lets the provider count the tokens of a request; nothing is recorded."""

from dataclasses import dataclass

import aiohttp

from gateway.ask import Ask, Choice, Edit, Kind, Noted, Outcome, Send
from gateway.calls import refused
from gateway.failures import Failure
from gateway.passing import answer, whole
from gateway.upstream import Upstream


@dataclass(frozen=True)
class Counting:
    """Calls of the provider that cost nothing."""

    upstream: Upstream

    async def attempt(
        self, ask: Ask, choice: Choice, edit: Edit, kind: Kind, send: Send, *, last: bool = True
    ) -> Outcome:
        """Call the provider once, and pass its count or its refusal on, unless that can be mended.
        Raises Failure where there is no answer.
        """
        del last  # a count has no other model
        headers = self.upstream.up(ask.headers)
        async with self.upstream.call("POST", ask.target, headers, edit.body) as response:
            try:
                body = await whole(response)
            except (aiohttp.ClientError, OSError, TimeoutError) as error:
                raise Failure("broken", type(error).__name__) from None
            if repair := refused(response.status, body, edit):
                return repair
            await answer(send, response, edit, Noted(ask, choice, kind), body)
            return "served" if response.status < 400 else "sent"
