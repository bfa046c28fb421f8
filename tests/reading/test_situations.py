"""Agent by situation: what is read of a request in the shape of each client."""

from typing import Any

import pytest

from reading.request import Reading, read
from tests.reading.shapes import CLIENTS, PICTURE, Turn

ORDER = "Move the invoices to the new ledger and keep both in step until the cut-over."
LATER = "Now add an endpoint that lists the open invoices of a customer."
PLAN = "I would write the migration first and then the backfill. Shall I?"
RESULT = "fix the tests please: 3 failed, 12 passed"
LOG = "\n".join(
    f"[ERROR] Failed to execute goal on module {n}: <task> not found" for n in range(900)
)
LONG = f"{LOG}\n\nWhy does this build fail only on the second run?"
PATH: dict[str, list[Turn]] = {
    "first turn": [("human", ORDER)],
    "later turn": [("human", ORDER), ("agent", "Done."), ("human", LATER)],
    "tool loop": [("human", ORDER), ("tool", RESULT), ("tool", RESULT)],
    "go-ahead": [("human", ORDER), ("agent", PLAN), ("human", "yes please do it")],
    "rejection": [("human", ORDER), ("agent", "Done."), ("human", "no, that is wrong, redo it")],
    "thanks": [("human", ORDER), ("agent", "Done."), ("human", "great, thanks a lot!")],
    "loop after a go-ahead": [
        *(("human", ORDER), ("agent", PLAN), ("human", "continue"), ("tool", RESULT))
    ],
    "interrupt": [("human", ORDER), ("tool", RESULT), ("interrupt", LATER)],
    "long paste": [("human", LONG)],
}
READ: dict[str, tuple[str, str, str, bool]] = {
    "first turn": (ORDER, "order", "", False),
    "later turn": (LATER, "order", ORDER, False),
    "tool loop": (ORDER, "order", "", True),
    "go-ahead": ("yes please do it", "go_ahead", ORDER, False),
    "rejection": ("no, that is wrong, redo it", "rejection", ORDER, False),
    "thanks": ("great, thanks a lot!", "thanks", ORDER, False),
    "loop after a go-ahead": ("continue", "go_ahead", ORDER, True),
    "interrupt": (LATER, "order", ORDER, False),
    "long paste": (LONG, "order", "", False),
}


def reading(client: str, turns: list[Turn], **changes: Any) -> Reading:
    api, shape = CLIENTS[client]
    found = read(api, shape(turns, **changes))
    assert found is not None
    return found


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize("situation", PATH)
def test_what_is_read(client: str, situation: str) -> None:
    found = reading(client, PATH[situation])
    assert (found.latest, found.kind, found.standing, found.looping) == READ[situation]
    assert (found.agent, found.side) == (client, None)
    assert found.first == (LONG if situation == "long paste" else ORDER)


@pytest.mark.parametrize("client", CLIENTS)
def test_a_go_ahead_is_read_with_what_the_agent_proposed(client: str) -> None:
    assert reading(client, PATH["go-ahead"]).proposal == PLAN
    short, long = (
        "the second one, please",
        f"{LATER}. It has to be in the release notes, too, with why.",
    )
    said = [("human", ORDER), ("agent", "Shall I?")]
    assert reading(client, [*said, ("human", short)]).proposal == "Shall I?"
    assert reading(client, [*said, ("human", long)]).proposal == ""


@pytest.mark.parametrize("client", CLIENTS)
def test_a_picture_is_seen_and_weighs_what_a_picture_weighs(client: str) -> None:
    plain = reading(client, PATH["first turn"]).weight
    found = reading(client, PATH["first turn"], picture=True)
    assert found.latest == ORDER
    assert found.weight.modalities == {"image"}
    assert not plain.modalities
    assert 1_000 < found.weight.tokens - plain.tokens < 2_000
    assert len(PICTURE) < 200


@pytest.mark.parametrize("client", CLIENTS)
def test_a_loop_has_the_identity_of_its_order(client: str) -> None:
    first, loop = (reading(client, PATH[name]) for name in ("first turn", "tool loop"))
    other = reading(client, [("human", LATER)])
    assert (first.digest, first.root) == (loop.digest, loop.root)
    assert first.digest != other.digest
    assert first.root != other.root


@pytest.mark.parametrize("client", CLIENTS)
def test_a_conversation_that_goes_on_keeps_its_name(client: str) -> None:
    assert (
        len({reading(client, turns).root for turns in PATH.values() if turns[0][1] is ORDER}) == 1
    )
    assert reading(client, PATH["first turn"]).digest != reading(client, PATH["later turn"]).digest
