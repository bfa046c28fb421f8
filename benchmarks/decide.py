"""Measure the project's own time for a decision: `python -m benchmarks.decide [--soak N]`.

A warm process, 1,000 candidates in each tier, 100,000 sessions; the classifier and the session
store answer at once, so that only the project's own work is timed: reducing, hashing, choosing and
the wire. For comparison the same body is only parsed and validated, as any typed endpoint has to.
`--soak` measures memory over many decisions."""

import argparse
import json
import resource
import statistics
import time
from datetime import UTC, datetime
from typing import Any

from cli.console import console
from contracts.classification import Classification
from contracts.completion import Completion
from contracts.decision import DecideRequest
from contracts.options import Rule, SwitchCost
from contracts.price import Price
from contracts.session import Remembered
from contracts.table import Candidate, RoutingTable, Tiers, Verdict
from contracts.tier import Tier
from functions.decide.ask import Asking
from functions.decide.decide import Decider
from functions.decide.outcome import RoutingState

SESSIONS, CANDIDATES, DECISIONS = 100_000, 1_000, 20_000
ANSWER = {
    "taskType": "debugging",
    "subtaskType": "bug_fixing",
    "contextComplexity": "small",
    "reasoningComplexity": "low",
    "riskLevel": "low",
    "executionMode": "code_change",
    "requiresTools": True,
    "confidence": 0.9,
}


class Sessions:
    """A session store in memory that knows every second session."""

    def __init__(self) -> None:
        self.known = Classification.from_wire(ANSWER)

    def recall(self, session: str, classifier: str, content: str) -> Remembered:
        number = int(session[:6], 16)
        model = f"m/{number % CANDIDATES}"
        return Remembered(model, 20.0, self.known if number % 2 else None, "1")

    def stick(self, session: str, model: str, seen: str | None, tier: Tier | None) -> bool:
        return True

    def remember(self, *_: Any) -> None:
        pass


class Quiet:
    def warning(self, msg: object, *args: object, **kwargs: Any) -> None:
        pass


def answer(*_: Any) -> Completion:
    return Completion(_TEXT, 0.0001)


_TEXT = json.dumps(ANSWER)


def table(candidates: int = CANDIDATES) -> RoutingTable:
    every = tuple(_candidate(n) for n in range(candidates))
    price = Price(prompt=1e-6, cached=1e-7, completion=5e-6)
    return RoutingTable(
        version="made",
        generated_at=datetime(2026, 11, 1, tzinfo=UTC),
        min_accuracy=0.7,
        rule=Rule.WILSON,
        switch_cost_factor=3,
        switch_cost=SwitchCost.BREAKEVEN,
        prices={c.model: price for c in every},
        tiers=Tiers(low=every, medium=every, high=every),
    )


def _candidate(number: int) -> Candidate:
    return Candidate(
        model=f"m/{number}",
        accuracy=0.9,
        avg_cost_usd=0.01 + number / 1e4,
        meets_threshold=True,
        verdict=Verdict.PROVEN,
        lower=0.8,
        upper=0.95,
    )


def body(number: int) -> str:
    text = f"Fix the failing test number {number}. " * 20
    request = {
        "apiKind": "chat_completions",
        "requestedModel": "kilo-auto/efficient",
        "systemPromptPrefix": "You are a coding agent. " * 30,
        "userPromptPrefix": text[:1000],
        "messageCount": number % 200,
        "hasTools": True,
        "stream": True,
    }
    whole = {"input": request, "userId": f"u{number % 500}", "sessionId": f"s{number % SESSIONS}"}
    return json.dumps({**whole, "bodyBytes": 200_000})


def decide(decider: Decider, live: RoutingState, text: str) -> str:
    request = DecideRequest.from_json(text)
    decided = decider.decide(request, live, time.monotonic() + 1)
    decider.remember(decided)
    return decided.answer.wire_json()


def timed(count: int, step: Any) -> list[float]:
    """Return the milliseconds of each step, sorted, without the first hundred."""
    found = []
    for number in range(count):
        text = body(number * 37)
        began = time.perf_counter()
        step(text)
        found.append(1000 * (time.perf_counter() - began))
    return sorted(found[100:])


def shown(name: str, found: list[float]) -> None:
    p99 = found[int(0.99 * len(found))]
    console.print(f"{name}: p50 {statistics.median(found):.3f} ms, p99 {p99:.3f} ms")


def soak(decider: Decider, live: RoutingState, count: int) -> None:
    for number in range(count):
        decide(decider, live, body(number))
        if number % (count // 5) == 0:
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            console.print(f"  {number:>7} decisions: at most {peak:.1f} MiB so far")


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--soak", type=int, default=0)
    decider, live = Decider(Sessions(), Asking(answer, Quiet())), RoutingState(table(), 0.0, "c")
    ours = timed(DECISIONS, lambda text: decide(decider, live, text))
    floor = timed(DECISIONS, DecideRequest.from_json)
    shown("a decision, from body to answer", ours)
    shown("reading the body alone", floor)
    console.print(f"ratio of the medians: {statistics.median(ours) / statistics.median(floor):.1f}")
    count = asked.parse_args().soak
    if count:
        soak(decider, live, count)


if __name__ == "__main__":
    main()
