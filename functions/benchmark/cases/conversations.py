"""Reads the labelled conversations: whole requests in the shapes of real agents."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, ValidationError

from contracts.classification import Labels
from contracts.control_record import ControlRecord
from contracts.dataset import CaseId, ClassifierCase
from contracts.decision import RawRequest
from contracts.errors import DatasetError
from contracts.problems import problems
from contracts.scalars import Text
from functions.classifier.normalize import normalize

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

    @property
    def case(self) -> ClassifierCase:
        """The case, read as `/decide` reads a raw request. Raises DatasetError."""
        found = normalize(self.raw.api_kind, self.raw.body)
        if found is None:
            raise DatasetError(f"{self.case_id}: raw.body: does not fit {self.raw.api_kind}")
        return ClassifierCase(case_id=self.case_id, input=found, expected=self.expected)


def load_conversations(folder: Path) -> Iterator[Conversation]:
    """Yield the conversations of all `*.json` in a folder. Raises DatasetError."""
    for path in sorted(folder.glob("*.json")):
        try:
            rows = json.loads(path.read_text(encoding="utf-8"))
        except ValueError as error:
            raise DatasetError(f"{path.name}: not JSON: {error}") from error
        for row in rows:
            yield _read(path.name, row)


def _read(file: str, row: object) -> Conversation:
    try:
        return Conversation.from_wire(row)
    except ValidationError as error:
        name = row.get("caseId") if isinstance(row, dict) else None
        lines = (f"{file}: {name}: {problem}" for problem in problems(error))
        raise DatasetError("\n".join(lines)) from error
