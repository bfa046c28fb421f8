"""Grading measures skill, not obedience."""

import pytest

from contracts.check import Check, ContainsAll, Exact, JsonEqual, Regex, Verifier
from functions.benchmark.cases.checks import passes

EXACT, JSON = Exact(value="kim 3"), JsonEqual(value={"a": 1, "b": [2]})


@pytest.mark.parametrize(
    ("check", "answer"),
    [
        (EXACT, "kim 3"),
        (EXACT, "**kim 3**"),
        (EXACT, "`kim 3`"),
        (EXACT, "Kim 3."),
        (EXACT, "The owner with the most is:\n\nkim 3"),
        (EXACT, "I counted them.\n**`kim 3`**.\n"),
        (JSON, '{"b": [2], "a": 1}'),
        (JSON, 'Here [as asked] it is: {"a": 1.0, "b": [2]} Done.'),
        (JSON, '```json\n{"a": 1, "b": [2]}\n```'),
        (ContainsAll(values=("b", "A")), "A and B"),
        (JsonEqual(value=[True, None, "x"]), 'It is [true, null, "x"].'),
        (Regex(pattern="^KIM", flags="gimu"), "x\nkim"),
        (Regex(pattern=r"^\W*x->y\W*$"), "`x->y`"),
    ],
)
def test_a_right_answer_in_other_clothes_passes(check: Check, answer: str) -> None:
    assert passes(check, answer)


@pytest.mark.parametrize(
    ("check", "answer"),
    [
        (EXACT, "kim 4"),
        (EXACT, "kim 3 or lee 2"),
        (EXACT, "kim 3\nlee 2"),
        (EXACT, ""),
        (JSON, '{"a": true, "b": [2]}'),
        (JSON, '{"a": 1, "b": [2], "c": 0}'),
        (JSON, "a: 1, b: [2]"),
        (JSON, '{"a": 1, "b": [2, 3]}'),
        (JSON, '{"a": 1, "b": "2"}'),
        (JsonEqual(value=[True]), "[false]"),
        (JsonEqual(value=["1"]), "[1]"),
        (JSON, '{"a": NaN, "b": [2]}'),
        (ContainsAll(values=("b", "A")), "b"),
        (Verifier(script="raise SystemExit(0)"), "anything"),
    ],
)
def test_a_wrong_answer_in_the_right_clothes_fails(check: Check, answer: str) -> None:
    assert not passes(check, answer)
