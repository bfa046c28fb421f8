"""Good labels are read however a model wraps them; a draft or a quotation does not win."""

import json
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.classification import Classification
from functions.classifier.parse import ParseFailure, parse
from tests.samples import FOUND

GOOD = FOUND.wire()
TEXT = json.dumps(GOOD)
OTHER = json.dumps({**GOOD, "reasoningComplexity": "low", "riskLevel": "low", "confidence": 0.1})
LINES = json.dumps(GOOD, indent=1)


def kebab(record: dict[str, Any]) -> dict[str, Any]:
    return {"".join(f"-{c.lower()}" if c.isupper() else c for c in k): v for k, v in record.items()}


@pytest.mark.parametrize(
    "text",
    [
        f"<think>{OTHER}</think>{TEXT}",
        f"<thinking>\nmaybe {{ or {OTHER}\n</thinking>\n```json\n{TEXT}\n```",
        f"{OTHER}</think>{TEXT}",
        f"{TEXT}<think>was {OTHER} better?</think>",
        f"{TEXT}<think>was {OTHER} better",
        f"In the form {{task, risk}}: {TEXT}",
        f"A {{ brace. {TEXT}",
        f'A 5" screen and {TEXT}',
        f"First I thought {OTHER}, but it is {TEXT}",
        f"{TEXT} (see [1])",
        f"Sure!\n```json\n{TEXT}\n```\nAnything else?",
        LINES.replace("\n}", ",\n}"),
        LINES.replace('",\n', '", // sure, it is\n', 1),
        LINES.replace('",\n', '", /* {sure} */\n', 1),
        f'{{"labels": {TEXT}}}',
        f"[{TEXT}]",
        f'{{"result": {TEXT}, "note": "see https://x.example/a"}}',
        f"see https://x.example/a {TEXT}",
        json.dumps(kebab(GOOD)),
        json.dumps({k.upper(): v for k, v in GOOD.items()}),
        json.dumps({**GOOD, "riskLevel": f"{GOOD['riskLevel']} risk"}),
        json.dumps({**GOOD, "contextComplexity": f"{GOOD['contextComplexity'].title()} Context"}),
    ],
)
def test_the_labels_are_read(text: str) -> None:
    assert parse(text) == FOUND


@pytest.mark.parametrize(
    ("field", "word"), [("riskLevel", "Moderate"), ("riskLevel", "moderate risk")]
)
def test_moderate_is_medium(field: str, word: str) -> None:
    found = parse(json.dumps({**GOOD, field: word}))
    assert isinstance(found, Classification)
    assert found.risk_level == "medium"


def test_a_confidence_that_is_not_there_sinks_no_good_labels() -> None:
    left = {name: value for name, value in GOOD.items() if name != "confidence"}
    found = parse(json.dumps(left))
    assert isinstance(found, Classification)
    assert found.confidence == 0.5
    assert isinstance(parse(json.dumps({**left, "confidence": None})), ParseFailure)
    assert isinstance(parse(json.dumps({**left, "riskLevel": "x"})), ParseFailure)


@pytest.mark.parametrize("text", [f"<think>{TEXT}", f"{{'a': 1}} {TEXT[:-1]}", "{}", "[]", "[{}]"])
def test_what_is_no_answer_stays_none(text: str) -> None:
    assert isinstance(parse(text), ParseFailure)


BITS = (
    '"',
    "\\",
    "{",
    "}",
    "[",
    "]",
    "<think>",
    "</think>",
    "/*",
    "*/",
    "//",
    ",",
    "\n",
    "a",
    ":",
    "1",
)


@given(st.lists(st.sampled_from(BITS), max_size=60).map("".join))
@settings(deadline=None, max_examples=400)
def test_no_mixture_of_marks_is_an_error(text: str) -> None:
    assert isinstance(parse(text), ParseFailure)
    assert isinstance(parse(f"{text}\n\n{TEXT}"), Classification | ParseFailure)


@pytest.mark.parametrize("first", BITS)
@pytest.mark.parametrize("second", BITS)
def test_a_megabyte_of_any_two_marks_takes_no_time(first: str, second: str) -> None:
    """Its square would be hours; on an idle machine it is well below a second."""
    pair = first + second
    began = time.process_time()
    parse(pair * (2**20 // len(pair)))
    assert time.process_time() - began < 20
