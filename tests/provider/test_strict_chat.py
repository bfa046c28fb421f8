"""What the vendors of chat completions refuse in a history, over HTTP."""

import re
from collections.abc import Iterator

import pytest

from local.provider.server import Running
from tests.provider.calling import (
    DEEPSEEK,
    GEMINI,
    KIMI,
    MISTRAL,
    USER,
    Turn,
    chat,
    error,
    history,
    refusal,
    said,
    vendors,
)


@pytest.fixture(scope="module")
def provider() -> Iterator[Running]:
    with vendors() as running:
        yield running


def signed(blob: str) -> Turn:
    return {"google": {"thought_signature": blob}}


@pytest.mark.parametrize("name", ["call_1234", "abcdefgh", "abcdefghij", "abcdefghé"])
def test_mistral_refuses_ids_that_are_not_nine_letters_or_digits(
    provider: Running, name: str
) -> None:
    turn = said(provider, MISTRAL)
    assert re.fullmatch("[a-zA-Z0-9]{9}", turn["tool_calls"][0]["id"])
    answer = chat(provider, MISTRAL, history(turn, id=name))
    words = f"Tool call id was {name} but must be a-z, A-Z, 0-9, with a length of 9."
    assert error(answer) == ("3280", words)
    result = {"role": "tool", "tool_call_id": name, "content": "x"}
    assert refusal(chat(provider, MISTRAL, [USER, result])) == words
    assert chat(provider, MISTRAL, history(turn, id="abcDEF123")).status_code == 200


def test_gemini_refuses_a_call_of_this_turn_without_its_signature(provider: Running) -> None:
    answer = chat(provider, GEMINI, history(said(provider, GEMINI), extra_content=None))
    assert "call `default_api:read`, position 2" in refusal(answer)
    assert answer.json()["error"]["status"] == "INVALID_ARGUMENT"


def test_gemini_refuses_a_signature_of_others_and_takes_the_placeholder(provider: Running) -> None:
    turn = said(provider, GEMINI)
    foreign = history(turn, extra_content=signed("x"))
    assert refusal(chat(provider, GEMINI, foreign)) == "Corrupted thought signature."
    known = history(turn, extra_content=signed("skip_thought_signature_validator"))
    assert chat(provider, GEMINI, known).status_code == 200


def test_gemini_looks_at_the_current_turn_alone(provider: Running) -> None:
    earlier = history(said(provider, GEMINI), extra_content=None)
    turns = [*earlier, {"role": "assistant", "content": "x"}, USER]
    assert chat(provider, GEMINI, turns).status_code == 200


def test_gemini_signs_the_first_of_parallel_calls(provider: Running) -> None:
    turn = said(provider, GEMINI)
    (call,) = turn["tool_calls"]
    plain = {n: v for n, v in call.items() if n != "extra_content"}
    for calls, status in (([call, plain], 200), ([plain, call], 400)):
        turns = [USER, {**turn, "tool_calls": calls}]
        assert chat(provider, GEMINI, turns).status_code == status


@pytest.mark.parametrize(
    ("model", "words"),
    [
        (DEEPSEEK, "The `?reasoning_content`? in the thinking mode must be passed back"),
        (KIMI, "reasoning_content is missing in assistant tool call message at index 1"),
    ],
)
def test_a_call_without_its_reasoning_is_refused(provider: Running, model: str, words: str) -> None:
    turn = said(provider, model)
    assert turn["reasoning_content"]
    without = {n: v for n, v in turn.items() if n != "reasoning_content"}
    for given in (without, {**turn, "reasoning_content": ""}):
        assert re.search(words, refusal(chat(provider, model, history(given))))
    assert chat(provider, model, history({**turn, "reasoning_content": " "})).status_code == 200
    text = [USER, {"role": "assistant", "content": "x"}, USER]
    assert chat(provider, model, text).status_code == 200


def test_kimi_numbers_its_calls(provider: Running) -> None:
    first = said(provider, KIMI)
    second = chat(provider, KIMI, history(first)).json()["choices"][0]["message"]
    ids = [turn["tool_calls"][0]["id"] for turn in (first, second)]
    assert ids == ["functions.read:0", "functions.bash:1"]
