"""A client that leaves ends the provider's call at once, and is recorded."""

import asyncio
import dataclasses
import time
from dataclasses import dataclass
from statistics import median
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.classification import ApiKind
from contracts.usage import CLASSIFIER, UsageRow
from gateway.ask import Ask
from gateway.incoming import Caller, Incoming
from gateway.main import front_of
from gateway.reserve import Past
from gateway.resolve import ClassifierUsage, Resolution, Resolver
from gateway.settings import Settings
from tests.gateway.running import SECRETS, Kept, decided, until
from tests.gateway.scripted import Answer
from tests.gateway.stage import (
    CHAT,
    CHOSEN,
    DEAD,
    FALLBACKS,
    MESSAGES,
    Stage,
    asking,
    frame,
    said,
    streamed,
)

BEGUN = frame(
    {"type": "message_start", "message": {"usage": {"input_tokens": 5, "output_tokens": 1}}}
)
ENDED = frame({"type": "message_delta", "usage": {"output_tokens": 8}})


def leave(stage: Stage, count: int, *, read: bool) -> list[float]:
    """Leave `count` requests; return the seconds until the provider's connection was closed."""
    found = []
    for n in range(count):
        with stage.gateway.asked(CHAT, asking(CHAT, text=f"Say {n}.", stream=True)) as connection:
            until(lambda: stage.provider.waiting == 1)
            while read and b"Sev" not in connection.recv(4_096):
                pass
            left = time.monotonic()
        until(lambda n=n: len(stage.provider.gone) == n + 1)  # type: ignore[misc]
        found.append(stage.provider.gone[-1] - left)
    until(lambda: stage.gateway.front.admission.running == 0)
    return found


@pytest.mark.parametrize("read", [False, True], ids=["before the first byte", "in the middle"])
def test_a_client_that_leaves_ends_the_call(stage: Stage, read: bool) -> None:
    slow = streamed(BEGUN, said("Sev"), 30.0) if read else Answer(wait=30.0)
    stage.provider.script = lambda _: slow
    seconds = leave(stage, 150, read=read)
    assert median(seconds) < 0.5
    assert max(seconds) < 2
    rows = stage.gateway.rows(150)
    assert len(rows) == 150
    assert all(_unknown(row) for row in rows)
    assert {row.prompt_tokens for row in rows} == ({5} if read else {None})


def _unknown(row: UsageRow) -> bool:
    unknown = row.completion_tokens is None and row.cost_usd is None and not row.cost_known
    return row.cancelled and unknown and row.model == CHOSEN


def test_a_client_that_leaves_while_the_decision_is_awaited_pays_for_it(stage: Stage) -> None:
    stage.decide.script = lambda _: Answer((decided(CHOSEN, cost=0.01),), wait=0.5)
    with stage.gateway.asked(CHAT, asking(CHAT)):
        until(lambda: stage.decide.waiting == 1)
    row = stage.row()
    assert (row.attempt, row.cost_usd, row.model) == ("classifier", "0.01", CLASSIFIER)
    until(lambda: stage.gateway.front.admission.running == 0)
    assert (len(stage.decide.asked), len(stage.provider.asked)) == (1, 0)
    assert not stage.gateway.front.server.deciding


@dataclass
class Slow:
    """Resolves after some turns of the loop, at a price."""

    turns: int

    async def resolve(self, _: Incoming, __: Past) -> Resolution:
        for _turn in range(self.turns):
            await asyncio.sleep(0)
        usage = ClassifierUsage(0.01, known=True)
        return Resolution(None, None, "benchmark", "none is left", usage, objections={"m": "small"})


@given(st.integers(0, 6), st.lists(st.integers(0, 4), max_size=3))
def test_classifying_has_one_row_whenever_the_client_leaves(turns: int, leaves: list[int]) -> None:
    """It leaves, and the process ends, after any number of turns of the loop."""
    rows = asyncio.run(classified(turns, leaves))
    assert [(row.attempt, row.cost_usd) for row in rows] == [("classifier", "0.01")]


async def classified(turns: int, leaves: list[int]) -> list[UsageRow]:
    settings = Settings(upstream_url=f"{DEAD}/v1", fallbacks=FALLBACKS)
    usual = front_of(settings, SECRETS, Kept()).server
    server = dataclasses.replace(usual, resolver=cast("Resolver", Slow(turns)))
    body = asking(CHAT)
    incoming = Incoming(ApiKind.CHAT_COMPLETIONS, body, b"{}", Caller("u-1"))
    ask = Ask(incoming, "/chat/completions", "", [], body["model"], stream=False)
    task = asyncio.create_task(server.serve(ask, unread))
    await asyncio.sleep(0)
    for pause in leaves:
        for _ in range(pause):
            await asyncio.sleep(0)
        task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await server.end()
    return list(server.rows.waiting)


async def unread(_: dict[str, Any]) -> None:
    """Send to a client that has left."""


def test_a_client_that_leaves_before_its_body_is_whole(stage: Stage) -> None:
    with stage.gateway.asked(CHAT, asking(CHAT), missing=5):
        until(lambda: stage.gateway.front.admission.running == 1)
    until(lambda: stage.gateway.front.admission.running == 0)
    assert not stage.decide.asked


def test_the_usage_of_an_answer_that_ended_is_known_when_the_client_leaves(stage: Stage) -> None:
    stage.provider.script = lambda _: streamed(BEGUN, ENDED, 30.0)
    with stage.gateway.asked(MESSAGES, asking(MESSAGES, stream=True)) as connection:
        while b"message_delta" not in connection.recv(4_096):
            pass
    row = stage.row()
    assert (row.cancelled, row.prompt_tokens, row.completion_tokens) == (True, 5, 8)
