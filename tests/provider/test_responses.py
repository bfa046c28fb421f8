"""OpenAI's Responses at the simulated provider: answers, streams and errors."""

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from local.provider.server import Running
from tests.provider.calling import ASKED, events, post, vendors

GPT = "openai/sim-gpt"
USER = {"role": "user", "content": [{"type": "input_text", "text": ASKED}]}


@pytest.fixture(scope="module")
def provider() -> Iterator[Running]:
    with vendors() as running:
        yield running


def call(provider: Running, given: Any, **more: Any) -> httpx.Response:
    body = {"model": GPT, "instructions": "Working directory: /slots/1", "input": given, **more}
    return post(provider, "responses", body)


def result(item: dict[str, Any], output: Any) -> dict[str, Any]:
    return {"type": "function_call_output", "call_id": item["call_id"], "output": output}


def finished(provider: Running, *, stream: bool) -> httpx.Response:
    items: list[dict[str, Any]] = [USER]
    for output in ("x", [{"type": "input_text", "text": " 7\n"}]):
        made = call(provider, items).json()["output"]
        items += [*made, result(made[-1], output)]
    return call(provider, items, stream=stream)


def test_a_case_is_solved_step_by_step_with_sealed_reasoning(provider: Running) -> None:
    first = call(provider, [USER]).json()
    reasoning, made = first["output"]
    assert (first["object"], first["status"]) == ("response", "completed")
    assert reasoning["id"].startswith("rs_")
    assert reasoning["encrypted_content"]
    assert (made["type"], made["name"]) == ("function_call", "read")
    assert made["id"].startswith("fc_")
    assert json.loads(made["arguments"]) == {"path": "/slots/1/a"}
    _, message = finished(provider, stream=False).json()["output"]
    assert message["id"].startswith("msg_")
    assert message["content"][0]["text"] == "it says 7"


def test_a_text_is_a_user_message(provider: Running) -> None:
    assert call(provider, ASKED).json()["output"][-1]["name"] == "read"


def test_a_model_without_a_vendor_answers_without_reasoning(provider: Running) -> None:
    developer = {"role": "developer", "content": "Working directory: /slots/2"}
    answer = call(provider, [developer, USER], model="sim/large", instructions=None).json()
    (made,) = answer["output"]
    assert json.loads(made["arguments"]) == {"path": "/slots/2/a"}


def test_a_stream_has_the_events_of_a_call(provider: Running) -> None:
    streamed = call(provider, [USER], stream=True)
    assert streamed.headers["content-type"] == "text/event-stream"
    found = events(streamed)
    item = ["output_item.added", "output_item.done"]
    assert [event["type"].removeprefix("response.") for event in found] == [
        *("created", "in_progress"),
        *item,
        item[0],
        *("function_call_arguments.delta", "function_call_arguments.done"),
        item[1],
        "completed",
    ]
    assert [event["sequence_number"] for event in found] == list(range(len(found)))
    assert found[4]["item"]["arguments"] == ""
    assert found[5]["delta"] == found[6]["arguments"] == found[7]["item"]["arguments"]
    assert found[-1]["response"]["usage"]["cost"] > 0


def test_a_stream_has_the_events_of_a_text(provider: Running) -> None:
    found = events(finished(provider, stream=True))
    names = [event["type"].removeprefix("response.") for event in found]
    assert names[4:-1] == [
        "output_item.added",
        "content_part.added",
        "output_text.delta",
        "output_text.done",
        "content_part.done",
        "output_item.done",
    ]
    assert found[6]["delta"] == "it says 7"
    assert found[6]["item_id"] == found[4]["item"]["id"]
    done = [event["item"] for event in found if event["type"].endswith("item.done")]
    assert found[-1]["response"]["output"] == done


def test_usage_is_tokens_and_cost(provider: Running) -> None:
    used = finished(provider, stream=False).json()["usage"]
    cached = used["input_tokens_details"]["cached_tokens"]
    assert 0 < cached < used["input_tokens"]
    assert used["total_tokens"] == used["input_tokens"] + used["output_tokens"]
    assert 0 < used["output_tokens_details"]["reasoning_tokens"] < used["output_tokens"]
    fresh = used["input_tokens"] - cached
    expected = (fresh * 1.25 + cached * 0.125 + used["output_tokens"] * 10) / 1e6
    assert used["cost"] == pytest.approx(expected)


def test_a_wanted_format_asks_the_labeller(provider: Running) -> None:
    answer = call(provider, "fix the bug", text={"format": {"type": "json_object"}}).json()
    assert "taskType" in json.loads(answer["output"][-1]["content"][0]["text"])
    plain = call(provider, "fix the bug", text={"format": {"type": "text"}}).json()
    assert "only know" in plain["output"][-1]["content"][0]["text"]


@pytest.mark.parametrize(
    ("changes", "words"), [({"model": "none"}, "not a model"), ({"input": 1}, "input")]
)
def test_a_bad_request_is_refused_in_the_shape_of_the_api(
    provider: Running, changes: dict[str, Any], words: str
) -> None:
    answer = call(provider, ASKED, **changes)
    found = answer.json()["error"]
    assert (answer.status_code, found["type"]) == (400, "invalid_request_error")
    assert words in found["message"]


def test_a_stream_may_break_with_an_error_of_the_api() -> None:
    with vendors() as failing:
        failing.faults.share, failing.faults.kinds = 1, ("error_within",)
        first, last = events(call(failing, ASKED, stream=True))
        assert (first["type"], last["type"]) == ("response.created", "error")
        assert "overloaded" in last["error"]["message"]
        failing.faults.kinds = ("odd_form",)
        assert b'"choices"' not in call(failing, ASKED, stream=True).content
