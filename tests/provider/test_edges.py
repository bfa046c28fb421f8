"""The simulated provider where things go wrong, and what a harness needs of it."""

import json
import socket
import struct
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from contracts.dataset import Solution, Step
from contracts.taxonomy import TASK_OF
from contracts.tier import Tier
from contracts.tuning import DEFAULT
from functions.classifier.prompt import parameters
from local.provider.catalogue import Catalogue, CatalogueError, SimulatedModel
from local.provider.server import Running, serve
from tests.samples import decider_case

KEY = "sim-key"
CASE = decider_case("agentic", Tier.HIGH).model_copy(
    update={
        "solution": Solution(
            steps=(
                Step(tool="bash", args={"command": "ls '{cwd}'", "paths": ["{cwd}/a"]}),
                Step(tool="bash", args={"command": "wc -l a"}),
            ),
            answer="{output}",
        )
    }
)
USER = {"role": "user", "content": f"{CASE.task.prompts[0]}\n"}
TOOL = {"type": "function", "function": {"name": "bash", "parameters": {"x": "y" * 400}}}


def model(name: str, **changes: Any) -> SimulatedModel:
    row = {
        "id": name,
        "price": {"input": 1, "cached": 0.1, "output": 5},
        "latency_ms": 0,
        "skill": {"low": 1, "medium": 1, "high": 1},
    }
    return SimulatedModel.model_validate({**row, **changes})


FAULTS = [model(fault, fault=fault) for fault in ("http_500", "http_429", "hang", "empty")]
LABELLER = model("labeller", skill={"labels": 1})
WEAK = model("weak", skill={"low": 0, "medium": 0, "high": 0})


@pytest.fixture
def provider() -> Iterator[Running]:
    models = (model("able"), WEAK, LABELLER, *FAULTS)
    with serve(Catalogue(model=models), (CASE,), (), key=KEY) as running:
        yield running


def post(provider: Running, body: dict[str, Any]) -> httpx.Response:
    url, timeout = f"{provider.base_url}/chat/completions", 0.5
    return httpx.post(url, headers={"authorization": f"Bearer {KEY}"}, json=body, timeout=timeout)


def message(provider: Running, name: str, *turns: dict[str, Any], **more: Any) -> dict[str, Any]:
    body = {"model": name, "messages": [*turns], **more}
    found: dict[str, Any] = post(provider, body).json()["choices"][0]["message"]
    return found


def result(text: str) -> dict[str, Any]:
    return {"role": "tool", "tool_call_id": "1", "content": [{"type": "text", "text": text}]}


@pytest.mark.parametrize("directory", ["/slots/1", "/slots/with a space"])
def test_the_working_directory_is_read_as_the_cli_writes_it(
    provider: Running, directory: str
) -> None:
    details = f"\n\n<environment_details>\nWorking directory: {directory}\nWorkspace root: /\n"
    parts = [{"type": "text", "text": text} for text in (USER["content"], details)]
    (call,) = message(provider, "able", {"role": "user", "content": parts})["tool_calls"]
    assert json.loads(call["function"]["arguments"]) == {
        "command": f"ls '{directory}'",
        "paths": [f"{directory}/a"],
    }


def test_a_failing_model_makes_one_step_and_then_its_mistake(provider: Running) -> None:
    first = message(provider, "weak", USER)
    assert len(first["tool_calls"]) == 1
    assert message(provider, "weak", USER, first, result("7"))["content"] == CASE.wrong_answer


def test_a_repeated_request_is_answered_alike(provider: Running) -> None:
    turns = (USER, message(provider, "able", USER), result("a"))
    first, again = (message(provider, "able", *turns)["tool_calls"][0] for _ in range(2))
    assert first["function"] == again["function"]


def test_a_streamed_tool_call_has_what_a_client_assembles_it_from(provider: Running) -> None:
    answer = post(provider, {"model": "able", "messages": [USER], "stream": True})
    assert answer.headers["content-type"] == "text/event-stream"
    events = [line.removeprefix("data: ") for line in answer.text.split("\n\n") if line]
    first, last = (json.loads(event)["choices"][0] for event in events[:2])
    (call,) = first["delta"]["tool_calls"]
    assert (call["index"], call["function"]["name"]) == (0, "bash")
    assert call["id"]
    assert last["finish_reason"] == "tool_calls"


def test_tools_are_cached_with_the_prompt_that_they_belong_to(provider: Running) -> None:
    def usage(*turns: dict[str, Any]) -> dict[str, Any]:
        body = {"model": "able", "messages": [*turns], "tools": [TOOL]}
        found: dict[str, Any] = post(provider, body).json()["usage"]
        return found

    first = usage(USER)
    later = usage(USER, message(provider, "able", USER), result("a"))
    assert first["prompt_tokens_details"]["cached_tokens"] == 0
    assert later["prompt_tokens_details"]["cached_tokens"] == first["prompt_tokens"]


@pytest.mark.parametrize(("fault", "status"), [("http_500", 500), ("http_429", 429)])
def test_a_declared_http_fault_is_every_answer(provider: Running, fault: str, status: int) -> None:
    answers = [post(provider, {"model": fault, "messages": [USER]}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [status, status]


def test_a_hanging_model_never_answers_and_an_empty_one_says_nothing(provider: Running) -> None:
    with pytest.raises(httpx.ReadTimeout):
        post(provider, {"model": "hang", "messages": [USER]})
    assert message(provider, "empty", USER)["content"] is None


@pytest.mark.parametrize(
    ("body", "field"),
    [({}, "model"), ({"model": "able"}, "messages"), ({"model": "m", "messages": [1]}, "0")],
)
def test_a_malformed_request_is_refused_by_field(
    provider: Running, body: dict[str, Any], field: str
) -> None:
    answer = post(provider, body)
    assert answer.status_code == 400
    assert field in answer.json()["error"]["message"]


@pytest.mark.parametrize("text", ["nothing", "{broken}", '{"userPromptPrefix": 3}'])
def test_a_summary_that_cannot_be_read_still_gets_labels(provider: Running, text: str) -> None:
    found = message(provider, "labeller", {"role": "user", "content": text}, **parameters(DEFAULT))
    labels = json.loads(found["content"])
    assert TASK_OF[labels["subtaskType"]] == labels["taskType"]


def test_stats_count_calls_by_model_and_status_and_add_the_cost_up(provider: Running) -> None:
    costs = [
        post(provider, {"model": "able", "messages": [USER]}).json()["usage"]["cost"]
        for _ in range(2)
    ]
    post(provider, {"model": "http_429", "messages": [USER]})
    url, headers = f"{provider.base_url}/stats", {"authorization": f"Bearer {KEY}"}
    found = httpx.get(url, headers=headers).json()
    assert found["calls"] == {"able": {"200": 2}, "http_429": {"429": 1}}
    assert found["spent_usd"] == pytest.approx(sum(costs))
    assert httpx.get(url).status_code == 401


def test_a_client_that_hangs_up_leaves_no_trace(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    slow = Catalogue(model=(model("slow", latency_ms=100),))
    with serve(slow, (), (), key=KEY) as provider:
        body = json.dumps({"model": "slow", "messages": [USER], "stream": True}).encode()
        head = f"POST /v1/chat/completions HTTP/1.1\r\nauthorization: Bearer {KEY}\r\n"
        port = httpx.URL(provider.base_url).port or 0
        with socket.create_connection(("127.0.0.1", port)) as client:
            # A linger of zero resets the connection while the model is still at work.
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            client.sendall(f"{head}content-length: {len(body)}\r\n\r\n".encode() + body)
            time.sleep(0.05)
        time.sleep(0.3)
        assert provider.stats.answers["slow", 200] == 1
    assert caplog.get_records("call") == []
    assert capfd.readouterr().err == ""


def test_a_mistake_of_the_server_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    no_cases: Any = (None,)
    with serve(Catalogue(model=(WEAK,)), no_cases, (), key=KEY) as provider:
        with pytest.raises(httpx.RemoteProtocolError):
            post(provider, {"model": "weak", "messages": [USER]})
        assert "could not be answered" in caplog.text


def test_a_model_listed_twice_is_refused(tmp_path: Path) -> None:
    row = "[[model]]\nid='m'\nlatency_ms=1\nskill={low=1}\nprice={input=1,cached=1,output=1}\n"
    path = tmp_path / "models.toml"
    path.write_text(row * 2)
    with pytest.raises(CatalogueError, match=r"models\.toml: model: listed more than once: m"):
        Catalogue.load(path)
