"""A request is edited for the model that serves it, and keeps all else."""

import json
from typing import Any

import pytest

from contracts.classification import ApiKind
from contracts.options import Effort
from gateway.adapt import Editor, Target, clamped
from gateway.vendors import vendor_of

CHAT, MESSAGES, RESPONSES = ApiKind.CHAT_COMPLETIONS, ApiKind.MESSAGES, ApiKind.RESPONSES
ROW = {"supported_parameters": ["max_completion_tokens", "tools"]}
REASONS = {"reasoning": {"supported_efforts": ["low", "high"], "mandatory": True}}


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


@pytest.mark.parametrize(
    ("kind", "given", "found"),
    [
        (CHAT, {"reasoning_effort": "low"}, {"reasoning": {"effort": "high"}}),
        (
            RESPONSES,
            {"reasoning": {"summary": "auto"}},
            {"reasoning": {"summary": "auto", "effort": "high"}},
        ),
        (MESSAGES, {"output_config": {"x": 1}}, {"output_config": {"x": 1, "effort": "high"}}),
    ],
)
def test_the_effort_stands_where_the_api_has_it(
    kind: ApiKind, given: dict[str, Any], found: dict[str, Any]
) -> None:
    body, _ = edited(kind, Target("v/m"), "high", **given)
    assert body == {"model": "v/m", "messages": [], **found}


@pytest.mark.parametrize(
    ("effort", "found"), [(None, None), ("none", "low"), ("medium", "low"), ("max", "high")]
)
def test_the_effort_is_one_that_the_model_knows(effort: Effort | None, found: str | None) -> None:
    assert clamped(Target.of("v/m", REASONS), effort) == found


def test_a_model_that_always_reasons_is_not_told_to_stop() -> None:
    assert clamped(Target.of("v/m", {"reasoning": {"mandatory": True}}), "none") is None


def test_a_key_that_stands_twice_counts_as_in_the_last_place() -> None:
    raw = b'{"model":"a","messages":[],"model":"kilo-auto/efficient"}'
    found = Editor(CHAT, json.loads(raw), raw).adapted(Target("v/m"), None)
    assert json.loads(found.body) == {"model": "v/m", "messages": []}
    assert found.body.count(b"model") == 1


@pytest.mark.parametrize(
    ("model", "vendor"),
    [
        ("anthropic/claude-x", "anthropic"),
        ("claude-x", "anthropic"),
        ("~openai/gpt-latest", "openai"),
        ("gpt-6", "openai"),
        ("moonshot/kimi", "moonshotai"),
        ("house", "house"),
    ],
)
def test_a_vendor_is_named_by_its_models(model: str, vendor: str) -> None:
    assert vendor_of(model) == vendor
