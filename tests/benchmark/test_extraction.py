"""Where the answer is in a model's last message, and what a right value elsewhere is called."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.check import Check, ContainsAll, Exact, JsonEqual, Regex
from contracts.failure import FailureCause
from functions.benchmark.cases.checks import judge

EXACT, JSON, WORD = Exact(value="kim 3"), JsonEqual(value={"a": 1}), Regex(pattern=r"^x->y$")
FORMAT, WRONG = FailureCause.FORMAT, FailureCause.WRONG_ANSWER


@pytest.mark.parametrize(
    ("check", "answer", "cause"),
    [
        (JSON, '`items[0]` holds it: {"a": 1}', None),
        (JSON, 'A first guess {"a": 2}, corrected: {"a": 1}', None),
        (JSON, 'The empty {} is wrong, so {"a": 1}', None),
        (JSON, 'By rule [1]: {"a": 1}\n\n[1] the manual', None),
        (JSON, 'A brace { in prose. {"a": 1}', None),
        (JSON, '{"a": 1}\nnot {"a": 2}', FORMAT),
        (JSON, '{"result": {"a": 1}}', FORMAT),
        (JSON, "{'a': 1}", FORMAT),
        (JSON, '{"a": "1"}', FORMAT),
        (JSON, '{"a": 3}', WRONG),
        (JSON, '```json\n{"a": 1}\n```\nIt was [0] before.', None),
        (JsonEqual(value=3), "It is:\n3", None),
        (JsonEqual(value="x"), '```\n"x"\n```', None),
        (EXACT, "```\nkim 3\n```\nHope this helps!", None),
        (EXACT, "The answer is kim 3", FORMAT),
        (EXACT, "**Answer:** kim 3", FORMAT),
        (EXACT, "kim 35", WRONG),
        (EXACT, "I do not know", WRONG),
        (WORD, "x->y", None),
        (WORD, "So it is\nx->y", FORMAT),
        (WORD, "X->Y", FORMAT),
        (WORD, "y->x", WRONG),
        (ContainsAll(values=("a",)), "b", WRONG),
    ],
)
def test_an_answer_is_judged_as(check: Check, answer: str, cause: FailureCause | None) -> None:
    assert judge(check, answer) is cause


CHECKS: tuple[Check, ...] = (
    EXACT,
    JSON,
    WORD,
    JsonEqual(value=[1, [2]]),
    JsonEqual(value="x"),
    ContainsAll(values=("a", "b")),
    Regex(pattern="a.*b", flags="s"),
)
MARKS = st.text("[]{}\"\\`\n,:1ax_*. 'é\ud83d", max_size=80)


@given(st.sampled_from(CHECKS), MARKS | st.text())
@settings(deadline=None, max_examples=1000)
def test_no_answer_makes_a_check_raise(check: Check, answer: str) -> None:
    assert judge(check, answer) in (None, FORMAT, WRONG)


BITS = ("[", "{", "]", "[]", "{}", '"\\', '["', '{"a":', "```", "\n", "a", "kim 3")


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: f"{check.kind}")
@pytest.mark.parametrize("bit", BITS)
def test_grading_a_long_answer_takes_no_time(check: Check, bit: str) -> None:
    """200,000 characters take less than a second on an idle machine; the square would be hours."""
    began = time.process_time()
    judge(check, bit * (200_000 // len(bit)))
    assert time.process_time() - began < 10
