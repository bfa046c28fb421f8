"""The official SDKs are served: whole answers, streams, tools, errors."""

from collections.abc import Iterator
from typing import Any

import anthropic
import openai
import pytest

from gateway.settings import Fallback, Settings
from tests.gateway.running import KEY, SECRETS, VIRTUAL, Running, front
from tests.provider.calling import ASKED, vendors

TOOL = {"name": "read", "description": "Reads a file.", "parameters": {"type": "object"}}
CHAT_TOOLS: Any = [{"type": "function", "function": TOOL}]


@pytest.fixture(scope="module")
def gateway() -> Iterator[Running]:
    with vendors() as provider:
        settings = Settings(
            upstream_url=provider.base_url,
            fallbacks=(Fallback(model="anthropic/sim-claude", context_length=200_000),),
        )
        secrets = SECRETS.from_wire({**SECRETS.wire(), "upstreamKey": provider.key})
        with front(settings, secrets) as running:
            yield running


@pytest.fixture
def client(gateway: Running) -> openai.OpenAI:
    return openai.OpenAI(base_url=f"{gateway.url}/v1", api_key=KEY, max_retries=0)


@pytest.fixture
def claude(gateway: Running) -> anthropic.Anthropic:
    return anthropic.Anthropic(base_url=gateway.url, api_key=KEY, max_retries=0)


def test_openai_calls_a_tool_and_goes_on(client: openai.OpenAI) -> None:
    turns: list[Any] = [{"role": "user", "content": ASKED}]
    for _ in range(2):
        found = client.chat.completions.create(model=VIRTUAL, messages=turns, tools=CHAT_TOOLS)
        said = found.choices[0].message
        assert said.tool_calls
        call = said.tool_calls[0].id
        turns += [said.to_dict(), {"role": "tool", "tool_call_id": call, "content": "7"}]
    last = client.chat.completions.create(model=VIRTUAL, messages=turns, tools=CHAT_TOOLS)
    assert last.choices[0].message.content == "it says 7"
    assert last.usage is not None


@pytest.mark.parametrize("asked", [False, True])
def test_openai_streams_with_the_usage_only_where_it_is_asked_for(
    client: openai.OpenAI, asked: bool
) -> None:
    more: Any = {"stream_options": {"include_usage": True}} if asked else {}
    turns: Any = [{"role": "user", "content": ASKED}]
    chunks = list(
        client.chat.completions.create(model=VIRTUAL, messages=turns, stream=True, **more)
    )
    assert any(chunk.usage for chunk in chunks) is asked
    assert all(chunk.choices for chunk in chunks) is not asked


def test_openai_responses_whole_and_streamed(client: openai.OpenAI) -> None:
    found = client.responses.create(model=VIRTUAL, input=ASKED)
    events = list(client.responses.create(model=VIRTUAL, input=ASKED, stream=True))
    assert any(item.type == "function_call" for item in found.output)
    assert events[-1].type == "response.completed"


def test_openai_lists_the_virtual_model_and_understands_errors(client: openai.OpenAI) -> None:
    assert VIRTUAL in [model.id for model in client.models.list()]
    turns: Any = [{"role": "user", "content": "word " * 400_000}]
    with pytest.raises(openai.BadRequestError) as failed:
        client.chat.completions.create(model=VIRTUAL, messages=turns)
    assert failed.value.code == "context_length_exceeded"
    with pytest.raises(openai.AuthenticationError):
        client.with_options(api_key="wrong").chat.completions.create(model=VIRTUAL, messages=turns)


def test_anthropic_calls_a_tool_and_goes_on(claude: anthropic.Anthropic) -> None:
    turns: list[Any] = [{"role": "user", "content": ASKED}]
    tools: Any = [{"name": "read", "input_schema": {"type": "object"}}]
    for _ in range(2):
        found = claude.messages.create(model=VIRTUAL, max_tokens=99, messages=turns, tools=tools)
        uses = [part for part in found.content if part.type == "tool_use"]
        results = [{"type": "tool_result", "tool_use_id": u.id, "content": "7"} for u in uses]
        content = [part.to_dict() for part in found.content]
        turns += [{"role": "assistant", "content": content}, {"role": "user", "content": results}]
    with claude.messages.stream(
        model=VIRTUAL, max_tokens=99, messages=turns, tools=tools
    ) as stream:
        assert stream.get_final_text() == "it says 7"


def test_anthropic_counts_tokens_and_understands_errors(claude: anthropic.Anthropic) -> None:
    turns: Any = [{"role": "user", "content": ASKED}]
    assert claude.messages.count_tokens(model=VIRTUAL, messages=turns).input_tokens > 0
    long: Any = [{"role": "user", "content": "word " * 400_000}]
    with pytest.raises(anthropic.BadRequestError, match="prompt is too long"):
        claude.messages.create(model=VIRTUAL, max_tokens=99, messages=long)
    with pytest.raises(anthropic.AuthenticationError):
        claude.with_options(api_key="wrong").messages.create(
            model=VIRTUAL, max_tokens=99, messages=turns
        )
