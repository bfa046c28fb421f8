"""Whatever body the front accepts, the edited one is the object that the model is to get."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.classification import ApiKind
from contracts.options import Effort
from gateway.adapt import Editor
from gateway.bodies import body_in
from gateway.refusal import REPAIRS, Repair
from gateway.target import Target
from tests.gateway.running import decided
from tests.gateway.scripted import Answer
from tests.gateway.stage import CHAT, DEAD, MESSAGES, PATHS, RESPONSES, Stage, asking, staged

HALF, WHOLE_ONE = "\\ud83d", "\\ue000"  # half of a surrogate pair, and a character in its place
MODELS = ("anthropic/claude-haiku-4.5", "anthropic/claude-opus-4.7", "openai/gpt-5", "google/g-3")
TARGETS = st.sampled_from([*MODELS, "mistralai/m", "deepseek/d", "z-ai/glm-5"]).map(Target)
KINDS = st.sampled_from(list(ApiKind))
EFFORTS = st.sampled_from([None, "none", "low", "max"])
MENDED = st.sets(st.sampled_from(REPAIRS))
NAMES = st.sampled_from(
    [
        *("role", "content", "type", "text", "id", "call_id", "tool_call_id", "tool_use_id"),
        *("tool_calls", "thinking", "signature", "data", "encrypted_content", "summary", "input"),
        *("reasoning", "reasoning_content", "reasoning_details", "format", "extra_content"),
        *("google", "thought_signature", "messages", "max_tokens", "output_config", "effort"),
        *("context_management", "edits", "budget_tokens", "reasoning_effort", "enabled", "x"),
    ]
)
TEXTS = st.sampled_from(
    [
        *("assistant", "user", "tool", "thinking", "tool_use", "tool_result", "text", "function"),
        *("function_call", "reasoning", "message", "compaction", "enabled", "adaptive", "high"),
        *("clear_thinking_20251015", "none", "disabled", "odd.id", "", " ", "rs_1"),
        *("cut ", "cut\ue000"),
    ]
)
LEAVES: st.SearchStrategy[Any] = st.none() | st.booleans() | st.integers() | TEXTS | st.just([])
VALUES: st.SearchStrategy[Any] = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=5),
    max_leaves=25,
)
HISTORIES = st.lists(st.dictionaries(NAMES, VALUES, max_size=5) | VALUES, max_size=4) | VALUES
BODIES = st.builds(
    lambda more, items: {**more, "model": "kilo", "messages": items, "input": items},
    st.dictionaries(NAMES, VALUES, max_size=6),
    HISTORIES,
)


def adapted(kind: ApiKind, raw: bytes, target: Target, effort: Effort | None, mended: Any) -> Any:
    found = Editor(kind, body_in([], raw, 2**20).read, raw).adapted(target, effort, mended)
    return json.loads(found.body)


@given(KINDS, BODIES, TARGETS, EFFORTS, MENDED)
def test_half_of_a_surrogate_pair_changes_no_edit(
    kind: ApiKind, body: Any, target: Target, effort: Effort | None, mended: set[Repair]
) -> None:
    whole = json.dumps(body)
    cut = whole.replace(WHOLE_ONE, HALF)
    found = adapted(kind, cut.encode(), target, effort, mended)
    wanted = adapted(kind, whole.encode(), target, effort, mended)
    assert wanted["model"] == target.model
    assert found == json.loads(json.dumps(wanted).replace(WHOLE_ONE, HALF))


@given(KINDS, BODIES, TARGETS, EFFORTS, MENDED, st.sampled_from(["model", "messages", "input"]))
def test_a_key_that_stands_twice_changes_no_edit(
    kind: ApiKind, body: Any, target: Target, effort: Effort | None, mended: Any, name: str
) -> None:
    once = json.dumps(body)
    twice = f'{{"{name}": [{{"role": "assistant"}}], {once[1:]}'
    assert adapted(kind, twice.encode(), target, effort, mended) == adapted(
        kind, once.encode(), target, effort, mended
    )


CALLED: dict[str, Any] = {
    CHAT: {
        "messages": [
            {"role": "user", "content": "cut \ud83d"},
            {"role": "assistant", "content": None, "tool_calls": [{"id": "c.1", "function": {}}]},
            {"role": "tool", "tool_call_id": "c.1", "content": "r"},
        ]
    },
    MESSAGES: {
        "messages": [
            {"role": "user", "content": "cut \ud83d"},
            {"role": "assistant", "content": [{"type": "tool_use", "id": "c.1"}]},
            {"role": "user", "content": [{"type": "tool_result", "tool_use_id": "c.1"}]},
        ]
    },
    RESPONSES: {
        "input": [
            {"role": "user", "content": "cut \ud83d"},
            {"type": "function_call", "id": "abc", "call_id": "c" * 99, "arguments": "{}"},
            {"type": "function_call_output", "call_id": "c" * 99, "output": "r"},
        ]
    },
}


@pytest.mark.parametrize("path", CALLED)
def test_a_text_that_was_cut_in_a_surrogate_pair_is_served(stage: Stage, path: str) -> None:
    stage.decide.script = lambda _: Answer(
        (decided("openai/gpt-5" if path == RESPONSES else "anthropic/claude-x"),)
    )
    raw = json.dumps({**asking(path), **CALLED[path]}).encode()
    assert stage.gateway.post(path, raw).status_code == 200
    (items,) = (stage.sent.json()[name] for name in CALLED[path])
    assert items[0] == {"role": "user", "content": "cut \ud83d"}
    assert b"c.1" not in stage.sent.body
    assert b"c" * 99 not in stage.sent.body


@pytest.mark.parametrize("path", PATHS)
def test_a_model_whose_name_was_cut_gets_an_error_in_the_shape_of_its_api(path: str) -> None:
    with staged(upstream_url=DEAD) as stage:
        answer = stage.gateway.post(path, json.dumps(asking(path, model="m/\ud83d")).encode())
    assert answer.status_code == 502
    assert "did not answer" in answer.json()["error"]["message"]
