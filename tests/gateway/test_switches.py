"""A session goes on with another vendor's model: all answers are 200, with one repair at most."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from itertools import pairwise
from typing import Any

import pytest

from gateway.settings import Fallback, Settings
from local.provider.server import Running as Provider
from tests.gateway.running import SECRETS, VIRTUAL, Running, decided, front
from tests.loopback import listening
from tests.provider.calling import ALL, ASKED, CLAUDE, DEEPSEEK, GEMINI, GPT, KIMI, MISTRAL, vendors

Body = dict[str, Any]
TOOLS = [{"type": "function", "function": {"name": "bash", "parameters": {}}}]


class Decide(BaseHTTPRequestHandler):
    """Names the model that a test wants next."""

    model = CLAUDE

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        body = decided(Decide.model)
        self.send_response(200)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None: ...


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with vendors() as running:
        yield running


@pytest.fixture
def gateway(provider: Provider) -> Iterator[Running]:
    with listening(Decide) as decide:
        settings = Settings(
            upstream_url=provider.base_url,
            decide_url=decide,
            fallbacks=(Fallback(model="sim/large"),),
        )
        secrets = SECRETS.from_wire({**SECRETS.wire(), "upstreamKey": provider.key})
        with front(settings, secrets) as running:
            yield running


def answered(gateway: Running, path: str, body: Body) -> Any:
    answer = gateway.post(path, {"model": VIRTUAL, **body}, **{"x-session-id": "s"})
    assert answer.status_code == 200, answer.text
    return answer.json()


def calls(parts: list[Body], kind: str, name: str) -> list[str]:
    """Return the ids of the calls among the parts of an answer."""
    return [part[name] for part in parts if part["type"] == kind]


def chat(gateway: Running, turns: list[Body]) -> list[Body]:
    """Return the history with the answer, and with the result of its tool call."""
    body = {"messages": turns, "tools": TOOLS}
    said = answered(gateway, "/v1/chat/completions", body)["choices"][0]["message"]
    ids = calls(said.get("tool_calls", []), "function", "id")
    results = [{"role": "tool", "tool_call_id": n, "content": "7"} for n in ids]
    return [*turns, said, *(results or [{"role": "user", "content": ASKED}])]


def messages(gateway: Running, turns: list[Body]) -> list[Body]:
    content = answered(gateway, "/v1/messages", {"max_tokens": 999, "messages": turns})["content"]
    ids = calls(content, "tool_use", "id")
    results = [{"type": "tool_result", "tool_use_id": n, "content": "7"} for n in ids]
    said = results or [{"type": "text", "text": ASKED}]
    return [*turns, {"role": "assistant", "content": content}, {"role": "user", "content": said}]


def responses(gateway: Running, turns: list[Body]) -> list[Body]:
    output = answered(gateway, "/v1/responses", {"input": turns})["output"]
    ids = calls(output, "function_call", "call_id")
    results = [{"type": "function_call_output", "call_id": n, "output": "7"} for n in ids]
    return [*turns, *output, *(results or [{"role": "user", "content": ASKED}])]


WAYS = {"chat": chat, "messages": messages, "responses": responses}
PATHS = [
    (CLAUDE, GPT, CLAUDE, GPT),
    (CLAUDE, GEMINI, CLAUDE),
    (GPT, CLAUDE, GPT),
    (KIMI, CLAUDE, KIMI),
    (KIMI, MISTRAL, GPT),
    (DEEPSEEK, CLAUDE, DEEPSEEK),
    (GEMINI, DEEPSEEK, GEMINI),
    (MISTRAL, GEMINI, KIMI, CLAUDE),
    tuple(ALL),
    tuple(reversed(ALL)),
]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("path", PATHS, ids=lambda path: ">".join(m.split("/")[0] for m in path))
def test_a_session_goes_on_with_another_vendor(
    gateway: Running, way: str, path: tuple[str, ...]
) -> None:
    turns: list[Body] = [{"role": "user", "content": ASKED}]
    for model in path:
        Decide.model = model
        turns = WAYS[way](gateway, turns)
    rows = gateway.rows(len(path))
    served = [row.model for row in rows if row.status == 200]
    assert served == list(path)
    assert len(rows) - len(served) <= 1


def test_an_unchanged_history_keeps_every_byte(gateway: Running) -> None:
    Decide.model = CLAUDE
    turns = chat(gateway, [{"role": "user", "content": ASKED}])
    for before, after in pairwise([turns, chat(gateway, turns)]):
        assert json.dumps(after).startswith(json.dumps(before)[:-1])
