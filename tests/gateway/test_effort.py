"""How much a model is to reason stands where the API has it, within what the model knows."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.classification import ApiKind
from contracts.options import Effort
from gateway.adapt import Editor
from gateway.effort import clamped
from gateway.target import Target

CHAT, MESSAGES, RESPONSES = ApiKind.CHAT_COMPLETIONS, ApiKind.MESSAGES, ApiKind.RESPONSES
ALWAYS = {"reasoning": {"supported_efforts": ["low", "high"], "mandatory": True}}
SOME = {"reasoning": {"supported_efforts": ["high", "low"], "mandatory": False}}
EFFORTS: list[Effort] = ["none", "minimal", "low", "medium", "high", "xhigh", "max"]
OFF = {"thinking": {"type": "disabled"}}


def edited(kind: ApiKind, row: Any, effort: Effort | None, given: dict[str, Any]) -> Any:
    body = {"model": "kilo-auto/efficient", **given}
    found = Editor(kind, body, json.dumps(body).encode()).adapted(Target.of("v/m", row), effort)
    read = json.loads(found.body)
    assert read.pop("model") == "v/m"
    return read


CASES: list[tuple[ApiKind, Any, Effort | None, dict[str, Any], dict[str, Any]]] = [
    (CHAT, {}, "high", {"reasoning_effort": "low"}, {"reasoning": {"effort": "high"}}),
    (CHAT, {}, "high", {"reasoning": {"enabled": False}}, {"reasoning": {"effort": "high"}}),
    (CHAT, {}, "none", {"reasoning": {"enabled": True}}, {"reasoning": {"effort": "none"}}),
    (CHAT, {}, "high", {"reasoning": {"max_tokens": 9}}, {"reasoning": {"effort": "high"}}),
    (CHAT, SOME, "none", {}, {"reasoning": {"enabled": False}}),
    (CHAT, SOME, None, {"reasoning_effort": "xhigh"}, {"reasoning": {"effort": "high"}}),
    (CHAT, ALWAYS, None, {"reasoning": {"enabled": False}}, {"reasoning": {"effort": "low"}}),
    (CHAT, {}, None, {"reasoning_effort": "odd"}, {"reasoning_effort": "odd"}),
    (
        CHAT,
        {},
        None,
        {"reasoning": {"enabled": False, "effort": "high"}},
        {"reasoning": {"effort": "none"}},
    ),
    (
        RESPONSES,
        {},
        "high",
        {"reasoning": {"summary": "auto"}},
        {"reasoning": {"summary": "auto", "effort": "high"}},
    ),
    (
        RESPONSES,
        SOME,
        None,
        {"reasoning": {"summary": "auto", "effort": "minimal"}},
        {"reasoning": {"summary": "auto", "effort": "low"}},
    ),
    (
        MESSAGES,
        {},
        "high",
        {"output_config": {"x": 1}},
        {"output_config": {"x": 1, "effort": "high"}},
    ),
    (MESSAGES, {}, "none", {"output_config": {"effort": "high"}}, OFF),
    (MESSAGES, {}, "none", {"thinking": {"type": "enabled", "budget_tokens": 9}}, OFF),
    (MESSAGES, {}, "high", OFF, {"output_config": {"effort": "high"}}),
    (MESSAGES, ALWAYS, None, OFF, {"output_config": {"effort": "low"}}),
    (MESSAGES, {"reasoning": {"mandatory": True}}, None, OFF, {}),
    (MESSAGES, {}, None, {"output_config": {"effort": "none"}}, OFF),
    (
        MESSAGES,
        SOME,
        None,
        {"output_config": {"effort": "max"}, **OFF},
        {"output_config": {"effort": "high"}, **OFF},
    ),
    (
        MESSAGES,
        SOME,
        None,
        {"output_config": {"effort": "max"}},
        {"output_config": {"effort": "high"}},
    ),
]


@pytest.mark.parametrize(("kind", "row", "effort", "given", "found"), CASES)
def test_the_effort_stands_where_the_api_has_it(
    kind: ApiKind, row: Any, effort: Effort | None, given: dict[str, Any], found: dict[str, Any]
) -> None:
    assert edited(kind, row, effort, given) == found


def test_a_model_that_does_not_reason_is_told_nothing_of_it() -> None:
    row = {"supported_parameters": ["tools"]}
    asked = {"reasoning": {"effort": "high"}, "reasoning_effort": "high", "tools": []}
    assert edited(CHAT, row, None, asked) == {"tools": []}


@pytest.mark.parametrize(
    ("effort", "found"), [("none", "low"), ("medium", "low"), ("max", "high"), ("odd", "odd")]
)
def test_the_effort_is_one_that_the_model_knows(effort: str, found: str | None) -> None:
    assert clamped(Target.of("v/m", ALWAYS), effort) == found


def test_a_model_that_always_reasons_is_not_told_to_stop() -> None:
    assert clamped(Target.of("v/m", {"reasoning": {"mandatory": True}}), "none") is None


ROWS = st.fixed_dictionaries(
    {"supported_efforts": st.none() | st.lists(st.sampled_from(EFFORTS), unique=True)},
    optional={"mandatory": st.booleans()},
).map(lambda reasoning: {"reasoning": reasoning})
GIVEN: dict[ApiKind, st.SearchStrategy[dict[str, Any]]] = {
    MESSAGES: st.fixed_dictionaries(
        {},
        optional={
            "thinking": st.sampled_from([OFF["thinking"], {"type": "adaptive"}]),
            "output_config": st.fixed_dictionaries({"effort": st.sampled_from(EFFORTS)}),
        },
    ),
    CHAT: st.fixed_dictionaries(
        {},
        optional={
            "reasoning_effort": st.sampled_from(EFFORTS),
            "reasoning": st.fixed_dictionaries(
                {}, optional={"enabled": st.booleans(), "effort": st.sampled_from(EFFORTS)}
            ),
        },
    ),
}


@given(st.data(), st.sampled_from([CHAT, MESSAGES]), ROWS, st.none() | st.sampled_from(EFFORTS))
def test_no_body_contradicts_itself_or_the_model(
    data: st.DataObject, kind: ApiKind, row: Any, effort: Effort | None
) -> None:
    asked = data.draw(GIVEN[kind])
    found, target = edited(kind, row, effort, asked), Target.of("v/m", row)
    reasoning, off = found.get("reasoning", {}), found.get("thinking") == OFF["thinking"]
    off = off or reasoning.get("enabled") is False
    said = [reasoning.get("effort"), found.get("reasoning_effort")]
    said += [found.get("output_config", {}).get("effort")]
    for level in filter(None, said):
        known = [e for e in target.efforts if e != "none"]
        assert level in known or level == "none" or not known
        assert level != "none" or not target.mandatory
        assert reasoning.get("enabled") is not False or level == "none"
    assert not (off and target.mandatory)
    assert effort in (None, "none") or not off
    assert found.get("output_config", {}).get("effort") != "none"
    again = Editor(kind, found, json.dumps(found).encode()).adapted(target, effort)
    assert json.loads(again.body) == {**found, "model": "v/m"}
