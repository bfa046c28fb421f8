"""Whatever a client sends can be normalized, and soon."""

import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.classification import ApiKind
from functions.classifier.normalize import PREFIX_CHARS, REDACTED, normalize
from tests.contracts.test_depth import nested

KEYS = st.sampled_from(["type", "text", "content", "role", "provider", "a"])
WORDS = st.sampled_from(["user", "system", "tool_result", "text", "fix it"])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | WORDS,
    lambda inner: st.lists(inner) | st.dictionaries(KEYS, inner),
)
TOOLS = st.sampled_from(["tools", "stream", "system", "instructions", "providerOptions"])


@given(st.sampled_from(ApiKind), st.dictionaries(KEYS | TOOLS, JSON), st.lists(JSON))
@settings(deadline=None)
def test_any_body_is_normalized_or_does_not_fit(
    kind: ApiKind, body: dict[str, Any], turns: list[Any]
) -> None:
    users = [{**each, "role": "user"} for each in turns if isinstance(each, dict)]
    named = {"model": "m", "messages": users, "input": turns}
    normalize(kind, {**body, **named})
    usual = {name: body[name] for name in body.keys() - {"tools", "stream"}}
    assert normalize(kind, {**usual, **named}) is not None


@pytest.mark.parametrize("depth", [5, 50, 500, 50_000])
def test_a_text_is_found_however_deep_it_is(depth: int) -> None:
    content: Any = {"text": "fix it"}
    for level in range(depth):
        content = [content] if level % 2 else {"content": content}
    body = {"model": "m", "messages": [{"role": "user", "content": content}]}
    found = normalize(ApiKind.MESSAGES, {**body, "provider": nested(depth)})
    assert found is not None
    assert found.user_prompt_prefix == "fix it"
    assert (REDACTED in found.wire_json()) is (depth > 100)


def test_texts_of_parts_are_lines_in_their_order() -> None:
    parts = [{"text": "a"}, {"content": ["b", {"text": ""}, [{"text": "c"}]]}, {"type": [], "x": 1}]
    body = {"model": "m", "messages": [{"role": "user", "content": parts, "type": {}}]}
    found = normalize(ApiKind.MESSAGES, body)
    assert found is not None
    assert found.user_prompt_prefix == "a b c"


@pytest.mark.parametrize("again", ["<system-reminder>", "<file path=", "<task>", "[", "\n"])
def test_a_long_text_of_tags_that_are_never_closed_takes_no_time(again: str) -> None:
    """Its square would be minutes."""
    body = {"model": "m", "messages": [{"role": "user", "content": again * 100_000}]}
    began = time.process_time()
    found = normalize(ApiKind.MESSAGES, body)
    assert time.process_time() - began < 10
    assert found is not None
    assert len(found.user_prompt_prefix or "") <= PREFIX_CHARS


@pytest.mark.parametrize("absent", [{"tools": None}, {"stream": None}, {}])
def test_a_null_counts_as_left_out(absent: dict[str, Any]) -> None:
    body = {"model": "m", "messages": [{"role": "function", "content": "x"}], **absent}
    found = normalize(ApiKind.CHAT_COMPLETIONS, body)
    assert found is not None
    assert (found.has_tools, found.stream) == (False, False)
