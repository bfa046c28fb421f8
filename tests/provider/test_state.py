"""What each vendor puts into an answer and takes back."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from local.provider import catalogue
from local.provider.catalogue import Catalogue
from local.provider.server import Running
from tests.provider.calling import (
    ALL,
    CLAUDE,
    USER,
    chat,
    history,
    messages,
    responses,
    said,
    vendors,
)


@pytest.fixture(scope="module")
def provider() -> Iterator[Running]:
    with vendors() as running:
        yield running


def test_a_catalogue_has_a_model_of_each_vendor_marked_as_simulated() -> None:
    models = Catalogue.load(Path(catalogue.__file__).with_name("vendors.toml")).model
    assert tuple(model.id for model in models) == ALL
    assert all(model.row["simulated"] for model in models)
    assert all(model.vendor == model.id.partition("/")[0] for model in models)
    assert all(model.vendor is None for model in Catalogue.load().model)


@pytest.mark.parametrize("model", ALL)
def test_a_vendor_takes_back_its_own_answers(provider: Running, model: str) -> None:
    first = said(provider, model)
    second = chat(provider, model, history(first)).json()["choices"][0]["message"]
    turns = [*history(first), *history(second)[1:]]
    assert chat(provider, model, turns).json()["choices"][0]["message"]["content"] == "it says 7"
    content = messages(provider, model, {"type": "text", "text": "x"}).json()["content"]
    assert messages(provider, model, *content).status_code == 200
    items = responses(provider, model).json()["output"]
    assert responses(provider, model, *items).status_code == 200


@pytest.mark.parametrize("model", ALL)
def test_a_streamed_answer_has_the_same_state(provider: Running, model: str) -> None:
    whole = said(provider, model)
    events = chat(provider, model, [USER], stream=True).text.split("\n\n")
    delta = json.loads(events[0].removeprefix("data: "))["choices"][0]["delta"]
    (made,), (call,) = whole.pop("tool_calls"), delta.pop("tool_calls")
    assert delta == whole
    assert call.get("extra_content") == made.get("extra_content")


def test_a_model_without_a_vendor_adds_nothing_and_refuses_nothing(provider: Running) -> None:
    turn = said(provider, "sim/large")
    assert turn.keys() == {"role", "content", "tool_calls"}
    assert turn["tool_calls"][0].keys() == {"id", "type", "function"}
    odd = history({**said(provider, CLAUDE), "reasoning_details": [{}]}, id="a.b")
    assert chat(provider, "sim/large", odd).status_code == 200
    thinking = {"type": "thinking", "thinking": "x"}
    assert messages(provider, "sim/large", thinking).status_code == 200
    sealed = {"type": "reasoning", "id": "x", "encrypted_content": "x"}
    assert responses(provider, "sim/large", sealed).status_code == 200


def test_a_refusal_is_counted_and_costs_nothing() -> None:
    with vendors() as fresh:
        messages(fresh, CLAUDE, {"type": "thinking", "thinking": "x"})
        assert fresh.stats.body["calls"] == {CLAUDE: {"400": 1}}
        assert fresh.stats.spent_usd == 0
