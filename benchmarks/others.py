"""Measure this project's decision beside others', with two packages that it does not need itself.

    .venv/bin/uv run --with litellm --with semantic-router python -m benchmarks.others

Each gets the same requests and decides in one process, without calling a model. This project goes
from body to answer, with a known classification or with `local/linear`. LiteLLM's router picks one
of a group of a thousand deployments; its complexity router scores the text by keywords and names a
tier's model. semantic-router compares an embedding, which costs nothing here, with those of ten
utterances for each of the eighteen task types."""

import json
import os
import statistics
from collections.abc import Callable
from typing import Any

from benchmarks.decide import CANDIDATES, Quiet, Sessions, answer, decide, table, timed
from cli.console import console
from contracts.taxonomy import ROUTES
from functions.classifier.linear import LINEAR
from functions.decide.ask import Asking
from functions.decide.decide import Decider
from functions.decide.outcome import RoutingState

COUNT = 3_000
VECTORS = [[float(1 + (m * n) % 7) for n in range(384)] for m in range(1, 8)]
TIERS = {"SIMPLE": "m/0", "MEDIUM": "m/1", "COMPLEX": "m/2", "REASONING": "m/3"}


class Known(Sessions):
    """A session store in which every session was classified before."""

    def recall(self, session: str, classifier: str, content: str) -> Any:
        return super().recall("000001", classifier, content)


class Unknown(Sessions):
    """A session store in which no session was classified before."""

    def recall(self, session: str, classifier: str, content: str) -> Any:
        return super().recall("000000", classifier, content)


def ours(sessions: Sessions, classifier: str = "c") -> Callable[[str], Any]:
    decider, live = (
        Decider(sessions, Asking(answer, Quiet())),
        RoutingState(table(), 0.0, classifier),
    )
    return lambda text: decide(decider, live, text)


def router() -> Any:
    from litellm import Router

    one = {"model": "openai/x", "api_key": "x", "api_base": "http://127.0.0.1:9"}
    every = [{"model_name": "group", "litellm_params": dict(one)} for _ in range(CANDIDATES)]
    return Router(model_list=every, num_retries=0)


def shuffle() -> Callable[[str], Any]:
    made = router()

    def pick(text: str) -> Any:
        body = json.loads(text)["input"]
        messages = [{"role": "user", "content": body["userPromptPrefix"]}]
        return made.get_available_deployment("group", messages=messages)

    return pick


def complexity() -> Callable[[str], Any]:
    from litellm.router_strategy.complexity_router.complexity_router import ComplexityRouter

    made = ComplexityRouter("auto", router(), complexity_router_config={"tiers": TIERS})

    def pick(text: str) -> Any:
        body = json.loads(text)["input"]
        tier, _, _ = made.classify(body["userPromptPrefix"], body["systemPromptPrefix"])
        return made.get_model_for_tier(tier)

    return pick


def semantic() -> Callable[[str], Any]:
    from semantic_router import IndexedRouter, Route
    from semantic_router.encoders import DenseEncoder

    class Free(DenseEncoder):  # type: ignore[misc]
        """An encoder of vectors as long as those of all-MiniLM-L6-v2; what they say does not matter
        here."""

        name: str = "free"

        def __call__(self, docs: list[Any]) -> list[list[float]]:
            return [VECTORS[len(doc) % len(VECTORS)] for doc in docs]

    routes = [Route(name=r, utterances=[f"{r} {n}" for n in range(10)]) for r in ROUTES]
    made = IndexedRouter(encoder=Free(), routes=routes)
    return lambda text: made(json.loads(text)["input"]["userPromptPrefix"])


def main() -> None:
    os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"
    sides = {
        "ours": ours(Known()),
        "ours, by local/linear": ours(Unknown(), LINEAR),
        "LiteLLM router": shuffle(),
        "LiteLLM complexity router": complexity(),
        "semantic-router": semantic(),
    }
    found = {name: timed(COUNT, side) for name, side in sides.items()}
    least = statistics.median(found["ours"])
    for name, times in found.items():
        middle, late = statistics.median(times), times[int(0.99 * len(times))]
        console.print(
            f"{name}: p50 {middle:.3f} ms ({middle / least:.1f} x ours), p99 {late:.3f} ms"
        )


if __name__ == "__main__":
    main()
