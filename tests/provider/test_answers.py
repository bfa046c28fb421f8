"""The reader of answers: what each kind is called, and what no bytes can do."""

import json
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.provider.answers import Answer, read_answer
from adapters.provider.canonical import canonical
from adapters.provider.faults import fault_in, fault_of
from adapters.provider.usage import larger, usage_of
from contracts.failure import POLICY, FailureCause
from tests.provider.kinds import ANSWERS, END, KINDS, NO_ANSWER, OK, PAID, Kind, events, said


def cause_of(kind: Kind) -> FailureCause | None:
    if kind.status >= 300:
        return fault_in(kind.status, {}, kind.body).cause
    fault = read_answer(kind.body).fault
    return fault.cause if fault else None


@pytest.mark.parametrize("name", KINDS)
def test_each_kind_is_called_what_it_is(name: str) -> None:
    assert cause_of(KINDS[name]) is KINDS[name].cause


@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_has_its_text_and_its_cost(name: str) -> None:
    kind, found = ANSWERS[name], read_answer(ANSWERS[name].body)
    assert (found.text, found.cost_usd) == (OK, kind.cost)
    assert found.usage.known_usd == pytest.approx(kind.cost or kind.least)


def test_nothing_that_the_provider_did_wrong_is_graded() -> None:
    own = {FailureCause.CONTEXT_OVERFLOW, FailureCause.CONTENT_FILTERED}
    causes = {kind.cause for kind in NO_ANSWER.values() if kind.cause}
    assert {cause for cause in causes if POLICY[cause].graded} == own


def test_what_is_known_of_a_cut_answer_is_kept_as_a_lower_bound() -> None:
    found = read_answer(NO_ANSWER["cut behind running totals"].body)
    assert (found.cost_usd, found.usage.known_usd) == (None, 0.125)


def test_an_error_in_place_of_an_answer_costs_nothing_and_silence_may() -> None:
    assert read_answer(NO_ANSWER["a rate limit with 200"].body).cost_usd == 0
    assert read_answer(b"").cost_usd is None


@pytest.mark.parametrize("cut", range(len(events(said(), END))))
def test_a_stream_that_is_cut_anywhere_before_its_end_is_no_answer(cut: int) -> None:
    found = read_answer(events(said(), END)[:cut])
    assert (found.fault is None) == (found.finish == "stop")


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "choices",
                    "delta",
                    "message",
                    "content",
                    "usage",
                    "error",
                    "code",
                    "cost",
                    "finish_reason",
                    "cost_details",
                    "is_byok",
                    "tool_calls",
                    "status",
                    "metadata",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=30,
)


@given(
    st.binary()
    | JSON.map(lambda v: json.dumps(v).encode())
    | st.lists(JSON).map(lambda v: events(*v))
)
@settings(deadline=None, max_examples=400)
def test_no_bytes_make_the_reader_raise(body: bytes) -> None:
    found = read_answer(body)
    assert isinstance(found, Answer)
    assert found.cost_usd is None or found.cost_usd >= found.usage.known_usd >= 0
    found.text.encode()
    fault_in(500, {}, body)
    if found.fault is None:
        read = read_answer(canonical(body, streamed=found.streamed))
        assert (read.text, read.fault, read.cost_usd) == (found.text, None, found.cost_usd)


@given(JSON)
@settings(deadline=None)
def test_an_error_of_any_shape_has_a_cause_and_a_short_text(error: Any) -> None:
    for status in (0, 200, 302, 400, 500):
        fault = fault_of(status, error)
        assert len(fault.detail) <= 330
        assert not POLICY[fault.cause].answered


@pytest.mark.parametrize(
    "bit",
    [
        b"data: {}\n\n",
        b"\r",
        b": x\n",
        b"data:\n",
        b"data: [\n",
        b'data: {"choices":[{"delta":{"content":"x"}}]}\n\n',
        b'{"',
        b"[",
        b"{",
        b'"\\',
        b'data: {"a":',
        b"\xff",
    ],
)
def test_a_megabyte_of_anything_takes_no_time(bit: bytes) -> None:
    """It takes a quarter of a second on an idle machine; its square would be hours."""
    began = time.process_time()
    read_answer(bit * (2**20 // len(bit)))
    assert time.process_time() - began < 10


USAGE = st.fixed_dictionaries(
    {},
    optional={
        "cost": st.none() | st.floats(0, 10) | st.just("0.5"),
        "prompt_tokens": st.none() | st.integers(0, 10**6),
        "completion_tokens": st.integers(0, 10**6),
    },
)


@given(st.lists(USAGE, min_size=1), st.randoms(use_true_random=False))
def test_the_order_of_usages_does_not_matter(said: list[dict[str, Any]], random: Any) -> None:
    def total(of: list[dict[str, Any]]) -> Any:
        first, *rest = map(usage_of, of)
        for each in rest:
            first = larger(first, each)
        return first

    assert total(said) == total(random.sample(said, len(said)))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("bad key sk-abcdefgh12345678", "bad key [removed]"),
        ("bad key AIzaSyD4iE2xVSpkLLRXxHRk4H8jhjYwzMDQwMTI", "bad key [removed]"),
        ("two\nlines", "two lines"),
    ],
)
def test_the_providers_words_are_kept_without_keys(text: str, shown: str) -> None:
    assert fault_of(400, {"message": text}).detail == f"HTTP 400: {shown}"


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("7", 7.0),
        ("0.5", 0.5),
        ("-1", None),
        ("x", None),
        (None, None),
        ("1e9", None),
        ("nan", None),
        ("Thu, 01 Jan 1970 00:00:00 GMT", 0.0),
        ("Thu, 01 Jan 2970 00:00:00 GMT", None),
    ],
)
def test_retry_after_is_seconds_or_a_date(header: str | None, seconds: float | None) -> None:
    headers = {} if header is None else {"retry-after": header}
    assert fault_in(429, headers, b"").retry_after == seconds


def test_a_whole_answer_becomes_the_stream_that_was_asked_for() -> None:
    calls = [{"id": "1", "type": "function", "function": {"name": "f", "arguments": "{}"}}]
    message = {"role": "assistant", "content": None, "tool_calls": calls}
    body = json.dumps({"choices": [{"message": message}], "usage": PAID["usage"]}).encode()
    found = read_answer(canonical(body, streamed=False))
    assert (found.finish, found.cost_usd, found.streamed) == ("tool_calls", 0.25, True)
