"""Tokens are counted once, whatever shape a provider writes them in, and none is erased."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.tokens import Tokens

COUNTS = st.integers(0, 10**9)
USED = Tokens(prompt=100, cached=60, cache_write=20, completion=50)


def read(*usages: dict[str, Any]) -> Tokens:
    tokens = Tokens()
    for usage in usages:
        tokens.add(usage)
    return tokens


def anthropic(fresh: int, cached: int, written: int, made: int) -> dict[str, Any]:
    return {
        "input_tokens": fresh,
        "cache_read_input_tokens": cached,
        "cache_creation_input_tokens": written,
        "output_tokens": made,
    }


def litellm(fresh: int, cached: int, written: int, made: int) -> dict[str, Any]:
    """As its `Usage` is written: `prompt_tokens` hold the cache, whose counts stand there twice."""
    prompt = fresh + cached + written
    return {
        "prompt_tokens": prompt,
        "completion_tokens": made,
        "total_tokens": prompt + made,
        "prompt_tokens_details": {"cached_tokens": cached, "cache_creation_tokens": written},
        "cache_read_input_tokens": cached,
        "cache_creation_input_tokens": written,
    }


def bare(*counts: int) -> dict[str, Any]:
    return {**litellm(*counts), "prompt_tokens_details": None}


def responses(*counts: int) -> dict[str, Any]:
    """As OpenAI's Responses through a proxy that adds Anthropic's fields."""
    fresh, cached, written, made = counts
    details = {"cached_tokens": cached}
    whole = {"input_tokens": fresh + cached + written, "input_tokens_details": details}
    return {**anthropic(*counts), **whole, "output_tokens": made}


def half(*counts: int) -> dict[str, Any]:
    """As a proxy that renames Anthropic's fields, and adds nothing up."""
    renamed = {"prompt_tokens": counts[0], "completion_tokens": counts[-1]}
    return {**anthropic(*counts), **renamed}


@pytest.mark.parametrize("shape", [anthropic, litellm, bare, responses])
@given(counts=st.tuples(COUNTS, COUNTS, COUNTS, COUNTS))
@settings(deadline=None)
def test_a_token_counts_once_in_every_shape(shape: Any, counts: tuple[int, ...]) -> None:
    fresh, cached, written, made = counts
    found = read(shape(*counts))
    assert (found.prompt, found.completion) == (fresh + cached + written, made)
    assert (found.cached, found.cache_write) == (cached, written)


def test_a_prompt_that_is_less_than_its_cache_cannot_hold_it() -> None:
    assert read(half(20, 60, 20, 50)).prompt == 100


START = {**anthropic(20, 60, 20, 1), "output_tokens": None}


@pytest.mark.parametrize(
    "delta",
    [
        {"output_tokens": 50},
        {"input_tokens": 20, "output_tokens": 50},
        {"input_tokens": 0, "output_tokens": 50},
        anthropic(0, 0, 0, 50),
        anthropic(20, 60, 20, 50),
        {**anthropic(20, 60, 20, 50), "cache_read_input_tokens": None},
        {"cache_read_input_tokens": 60, "output_tokens": 50},
    ],
)
def test_the_end_of_a_stream_erases_nothing_that_its_beginning_said(delta: dict[str, Any]) -> None:
    assert read(START, delta) == USED


@pytest.mark.parametrize("start", [anthropic(0, 0, 0, 0), anthropic(100, 0, 0, 0), {}])
def test_the_end_of_a_stream_says_it_better(start: dict[str, Any]) -> None:
    """Proxies begin a stream with zeros, or with an estimate, before the provider has counted."""
    assert read(start, anthropic(20, 60, 20, 50)) == USED


FIELDS = (*anthropic(0, 0, 0, 0), *litellm(0, 0, 0, 0), "input_tokens_details", "cost")
VALUES: st.SearchStrategy[Any] = (
    st.none() | COUNTS | st.booleans() | st.just({}) | st.just({"cached_tokens": 7})
)
USAGES = st.lists(st.dictionaries(st.sampled_from(FIELDS), VALUES), max_size=4)


@given(USAGES)
@settings(deadline=None)
def test_a_usage_that_says_nothing_new_changes_nothing(usages: list[dict[str, Any]]) -> None:
    silent = dict.fromkeys(FIELDS)
    assert read(*usages, silent, {}) == read(*usages)
    assert read(*usages, *usages[-1:]) == read(*usages)


@given(USAGES)
@settings(deadline=None)
def test_what_is_known_is_not_forgotten(usages: list[dict[str, Any]]) -> None:
    for n in range(len(usages)):
        before, after = read(*usages[:n]), read(*usages[: n + 1])
        for name in ("prompt", "cached", "cache_write", "completion", "cost_usd"):
            if getattr(before, name) is not None:
                assert getattr(after, name) is not None
