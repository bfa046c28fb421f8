"""A labelled conversation: a whole request in the shape of a real agent."""

from typing import Annotated, Literal

from pydantic import Field

from contracts.classification import Labels
from contracts.control_record import ControlRecord
from contracts.dataset import CaseId
from contracts.decision import RawRequest
from contracts.scalars import Text

Situation = Literal[
    "first_turn",
    "later_turn",
    "tool_loop",
    "xml_tool_result",
    "go_ahead",
    "rejection",
    "thanks",
    "interrupt",
    "pasted_first",
    "slash_command",
    "image",
    "long_text",
    "other_language",
    "injection",
    "side_request",
]


class Conversation(ControlRecord):
    """A labelled request as a client sends it. `order` is a part of what must be read as the order,
    `not_order` are parts that must not be.
    """

    case_id: CaseId
    client: Text
    situation: Situation
    raw: RawRequest
    order: Text
    not_order: Annotated[tuple[Text, ...], Field(min_length=1)]
    expected: Labels
