"""Requests on a bad day: each ends as it must, and the bills are the sums of what was charged.

`BILLED_REQUESTS` says how many are sent.
"""

import asyncio
import json
import os
from dataclasses import dataclass
from decimal import Decimal
from itertools import count

import aiohttp

from contracts.usage import UsageRow
from tests.gateway.bad_day import BUSY, ERROR, REFUSAL, WRONG, Case, Decide, Provider
from tests.gateway.running import KEY
from tests.gateway.stage import CHAT, DONE, staged

REQUESTS = int(os.environ.get("BILLED_REQUESTS", "300"))
AT_A_TIME, DEADLINE_MS = 16, 3_000


@dataclass(frozen=True)
class End:
    """What the client got; no status when the connection broke."""

    status: int | None
    content: bytes = b""


async def _ended(session: aiohttp.ClientSession, url: str, case: Case) -> End:
    headers = {"x-client-request-id": str(case.n), "x-session-id": f"s-{case.n}"}
    headers |= {"authorization": f"Bearer {KEY}"}
    try:
        async with session.post(f"{url}{case.path}", json=case.body, headers=headers) as answer:
            return End(answer.status, await answer.read())
    except aiohttp.ClientPayloadError:
        return End(None)


async def _all_ended(url: str) -> list[End]:
    limit = aiohttp.TCPConnector(limit=AT_A_TIME)
    async with aiohttp.ClientSession(connector=limit) as session:
        return await asyncio.gather(*(_ended(session, url, Case.of(n)) for n in range(REQUESTS)))


def _tried(provider: Provider, case: Case) -> bool:
    """Return whether there was one retry where that may help, and none anywhere else. A connection
    that had served before is tried again with the same model, so that one model may be all.
    """
    met = [fault for fault in provider.met[case.n] if fault != "refused"]
    helps = [fault in (*BUSY, "dropped") for fault in met]
    models = len(provider.models[case.n])
    return len(met) == 1 + helps[0] and models <= len(met) if met else models == 1


def _as_it_must(case: Case, met: list[str], end: End) -> bool:
    """Return whether a request ended with what its last attempt met, and with nothing of ours."""
    last = met[-1]
    if last in (*BUSY, *WRONG):
        return end == End(int(last), ERROR)
    if last == "refused":
        return end == End(400, REFUSAL)
    if last == "dropped":
        return end.status == 502 and b"the provider did not answer" in end.content
    first, usage = case.parts(case.costs[min(len(met), 3) - 1])
    shown = b"" if case.stream and case.path == CHAT else usage  # it was asked for by the gateway
    if last in ("cut", "cut late"):
        text = first + (shown if last == "cut late" else b"")
        return _broke(case, text, end) if case.stream else end == End(None)
    return end == End(200, first + shown + (DONE if case.stream else b""))


def _broke(case: Case, text: bytes, end: End) -> bool:
    """Return whether a stream ended with one typed error event."""
    *_, event, rest = end.content.removeprefix(text).split(b"\n\n")
    told = json.loads(event.rpartition(b"data: ")[2])
    kind = told["type"] if case.path != CHAT else told["error"]["code"]
    error = kind == ("error" if case.path != CHAT else "stream_broken")
    return end.status == 200 and end.content == text + event + b"\n\n" and rest == b"" and error


def billed(rows: list[UsageRow]) -> Decimal:
    return sum((Decimal(row.cost_usd) for row in rows if row.cost_usd is not None), Decimal(0))


def test_a_bad_day_is_billed_as_it_was_charged() -> None:
    provider, decide = Provider(), Decide()
    with staged(deadline_ms=DEADLINE_MS) as stage:
        stage.gateway.front.server.resolver.breaker.clock = count(step=10).__next__
        stage.provider.script, stage.decide.script = provider, decide
        ends = asyncio.run(_all_ended(stage.gateway.url))
        wanted = sum(map(len, provider.met.values())) + len(decide.charged)
        rows = stage.gateway.rows(wanted)
    cases = [Case.of(n) for n in range(REQUESTS)]
    wrong = [
        (case, provider.met[case.n], end)
        for case, end in zip(cases, ends, strict=True)
        if not _as_it_must(case, provider.met[case.n], end)
    ]
    assert not wrong
    assert all(_tried(provider, case) for case in cases)
    classifying = [row for row in rows if row.attempt == "classifier"]
    attempts = [row for row in rows if row.attempt != "classifier"]
    assert len(rows) == wanted
    assert billed(classifying) == sum(decide.charged)
    assert billed(attempts) == sum(provider.charged)
    unknown = [row for row in attempts if row.cost_usd is None]
    assert len(unknown) == provider.unseen
    assert not any(row.cost_known for row in unknown)
