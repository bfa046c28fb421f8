"""Reads the labelled conversations: whole requests in the shapes of real agents."""

import json
from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from contracts.conversation import Conversation
from contracts.dataset import ClassifierCase
from contracts.errors import DatasetError
from contracts.problems import problems
from functions.classifier.normalize import normalize


def case_of(conversation: Conversation) -> ClassifierCase:
    """Return the case, read as `/decide` reads a raw request. Raises DatasetError."""
    name, raw = conversation.case_id, conversation.raw
    found = normalize(raw.api_kind, raw.body)
    if found is None:
        raise DatasetError(f"{name}: raw.body: does not fit {raw.api_kind}")
    return ClassifierCase(case_id=name, input=found, expected=conversation.expected)


def load_conversations(folder: Path) -> Iterator[Conversation]:
    """Yield the conversations of all `*.json` in a folder. Raises DatasetError."""
    for path in sorted(folder.glob("*.json")):
        try:
            rows = json.loads(path.read_text(encoding="utf-8"))["conversations"]
        except (ValueError, KeyError, TypeError) as error:
            problem = f"{path.name}: must be JSON with a list `conversations`: {error!r}"
            raise DatasetError(problem) from error
        for row in rows:
            yield _read(path.name, row)


def _read(file: str, row: object) -> Conversation:
    try:
        return Conversation.from_wire(row)
    except ValidationError as error:
        name = row.get("caseId") if isinstance(row, dict) else None
        lines = (f"{file}: {name}: {problem}" for problem in problems(error))
        raise DatasetError("\n".join(lines)) from error
