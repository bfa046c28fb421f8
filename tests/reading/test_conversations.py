"""Each labelled conversation of the dataset is read as its author meant it."""

import pytest

from contracts.conversation import Conversation
from functions.benchmark.cases.conversations import load_conversations
from functions.benchmark.cases.load import DATASETS
from reading.request import Reading, read

CONVERSATIONS = {c.case_id: c for c in load_conversations(DATASETS / "classifier")}
LEANING = {"go_ahead", "rejection"}


def reading(case: Conversation) -> Reading:
    found = read(case.raw.api_kind, case.raw.body)
    assert found is not None
    return found


def folded(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("name", CONVERSATIONS)
def test_the_order_is_read(name: str) -> None:
    case = CONVERSATIONS[name]
    found = reading(case)
    shown = (found.latest, found.standing, "" if found.latest else found.proposal)
    if case.situation != "side_request":
        assert folded(case.order) in folded("\n".join(shown))


@pytest.mark.parametrize("name", CONVERSATIONS)
def test_nothing_else_is_read_as_the_latest_words(name: str) -> None:
    case = CONVERSATIONS[name]
    found = reading(case)
    if case.situation != "side_request":
        assert [part for part in case.not_order if folded(part) in folded(found.latest)] == []


@pytest.mark.parametrize("name", CONVERSATIONS)
def test_the_situation_is_recognised(name: str) -> None:
    case = CONVERSATIONS[name]
    found = reading(case)
    assert (found.side is not None) is (case.situation == "side_request")
    if found.latest and case.situation != "xml_tool_result":
        assert found.looping is (case.situation == "tool_loop")
    if case.situation in LEANING:
        assert found.standing or found.proposal
    if case.situation == "image":
        assert "image" in found.weight.modalities


def test_there_are_enough_conversations_of_every_client_and_situation() -> None:
    every = list(CONVERSATIONS.values())
    assert len(every) >= 96
    assert len({c.client for c in every}) >= 9
    assert len({c.situation for c in every}) >= 14
