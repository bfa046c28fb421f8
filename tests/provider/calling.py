"""Start the simulated provider with a model of each vendor, and call it over HTTP."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from contracts.dataset import Solution, Step
from contracts.tier import Tier
from local.provider import catalogue
from local.provider.catalogue import Catalogue
from local.provider.server import Running, serve
from tests.samples import decider_case

CASE = decider_case("agentic", Tier.HIGH).model_copy(
    update={
        "solution": Solution(
            steps=(
                Step(tool="read", args={"path": "{cwd}/a"}),
                Step(tool="bash", args={"command": "wc -l a"}),
            ),
            answer="it says {output}",
        )
    }
)
ASKED = CASE.task.prompts[0]
CLAUDE, GPT, GEMINI = "anthropic/sim-claude", "openai/sim-gpt", "google/sim-gemini"
MISTRAL, DEEPSEEK, KIMI = "mistralai/sim-mistral", "deepseek/sim-deepseek", "moonshotai/sim-kimi"
ALL = (CLAUDE, GPT, GEMINI, MISTRAL, DEEPSEEK, KIMI)
USER = {"role": "user", "content": ASKED}
Turn = dict[str, Any]


@contextmanager
def vendors(**changes: Any) -> Iterator[Running]:
    """Serve the models of vendors.toml without latency, and those of models.toml."""
    path = Path(catalogue.__file__).with_name("vendors.toml")
    models = (*Catalogue.load(path).model, *Catalogue.load().model)
    quick = [m.model_copy(update={"latency_ms": 0, **changes}) for m in models]
    with serve(Catalogue(model=tuple(quick)), (CASE,), ()) as running:
        yield running


def post(provider: Running, path: str, body: dict[str, Any]) -> httpx.Response:
    headers = {"authorization": f"Bearer {provider.key}"}
    return httpx.post(f"{provider.base_url}/{path}", headers=headers, json=body)


def events(answer: httpx.Response) -> list[dict[str, Any]]:
    """Return the events of a stream whose names are the types of what they hold."""
    found = []
    for frame in answer.text.removesuffix("\n\n").split("\n\n"):
        name, data = frame.split("\n")
        found.append(json.loads(data.removeprefix("data: ")))
        assert name == f"event: {found[-1]['type']}"
    return found


def chat(provider: Running, model: str, turns: list[Turn], **more: Any) -> httpx.Response:
    return post(provider, "chat/completions", {"model": model, "messages": turns, **more})


def messages(provider: Running, model: str, *content: Turn) -> httpx.Response:
    turns = [USER, {"role": "assistant", "content": [*content]}, {"role": "user", "content": "on"}]
    return post(provider, "messages", {"model": model, "max_tokens": 9, "messages": turns})


def responses(provider: Running, model: str, *items: Turn) -> httpx.Response:
    return post(provider, "responses", {"model": model, "input": [USER, *items]})


def said(provider: Running, model: str) -> Turn:
    found: Turn = chat(provider, model, [USER]).json()["choices"][0]["message"]
    return found


def history(turn: Turn, **changes: Any) -> list[Turn]:
    """Return a history that ends with the result of a turn's call, which `changes` alter."""
    (call,) = turn["tool_calls"]
    left = {n: v for n, v in {**call, **changes}.items() if v is not None}
    result = {"role": "tool", "tool_call_id": left["id"], "content": "7"}
    return [USER, {**turn, "tool_calls": [left]}, result]


def refusal(answer: httpx.Response) -> str:
    assert answer.status_code == 400
    return str(answer.json()["error"]["message"])


def error(answer: httpx.Response) -> tuple[str, str]:
    return answer.json()["error"]["code"], refusal(answer)
