"""A request is edited for the model that serves it, and keeps all else."""

import json
from typing import Any

from contracts.classification import ApiKind
from contracts.options import Effort
from gateway.adapt import Editor
from gateway.target import Target

CHAT = ApiKind.CHAT_COMPLETIONS
ROW = {"supported_parameters": ["max_completion_tokens", "tools"]}


def edited(
    kind: ApiKind, target: Target, effort: Effort | None = None, **given: Any
) -> tuple[Any, Any]:
    body = {"model": "kilo-auto/efficient", "messages": [], **given}
    found = Editor(kind, body, json.dumps(body).encode()).adapted(target, effort)
    return json.loads(found.body), found.dropped


def test_an_unknown_model_is_sent_what_the_client_sent() -> None:
    body, dropped = edited(CHAT, Target("v/m"), temperature=0.2, max_tokens=9)
    assert body == {"model": "v/m", "messages": [], "temperature": 0.2, "max_tokens": 9}
    assert dropped == ()


def test_what_a_model_does_not_support_is_left_out_and_named() -> None:
    body, dropped = edited(CHAT, Target.of("v/m", ROW), temperature=0.2, max_tokens=9, tools=[])
    assert body == {"model": "v/m", "messages": [], "max_completion_tokens": 9, "tools": []}
    assert dropped == ("temperature",)


def test_a_call_that_waits_for_its_tool_is_no_ending() -> None:
    call = {"id": "c", "type": "function", "function": {"name": "f", "arguments": "{}"}}
    turns = [{"role": "assistant", "content": None, "tool_calls": [call]}]
    body = {"model": "v", "messages": turns}
    found = Editor(CHAT, body, json.dumps(body).encode()).adapted(Target("v/m"), None, {"ending"})
    assert json.loads(found.body) == {"model": "v/m", "messages": turns}


def test_a_key_that_stands_twice_counts_as_in_the_last_place() -> None:
    raw = b'{"model":"a","messages":[],"model":"kilo-auto/efficient"}'
    found = Editor(CHAT, json.loads(raw), raw).adapted(Target("v/m"), None)
    assert json.loads(found.body) == {"model": "v/m", "messages": []}
    assert found.body.count(b"model") == 1
