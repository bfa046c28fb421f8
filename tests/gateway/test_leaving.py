"""A client that leaves ends the provider's call at once, and is recorded."""

import time
from statistics import median

import pytest

from contracts.usage import UsageRow
from tests.gateway.running import until
from tests.gateway.scripted import Answer
from tests.gateway.stage import CHAT, CHOSEN, MESSAGES, Stage, asking, frame, said, streamed

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


def test_a_client_that_leaves_while_the_decision_is_awaited(stage: Stage) -> None:
    stage.decide.script = lambda _: Answer(wait=30.0)
    with stage.gateway.asked(CHAT, asking(CHAT)):
        until(lambda: stage.decide.waiting == 1)
    until(lambda: stage.gateway.front.admission.running == 0)
    until(lambda: stage.decide.waiting == 0)
    assert not stage.provider.asked
    assert not stage.gateway.rows(0)


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
