"""A bad day of the provider and of `/decide`: the faults that each request meets, by its number."""

import json
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random
from typing import Any

from tests.gateway.running import decided
from tests.gateway.scripted import CUT, JSON, STREAM, Answer, Asked
from tests.gateway.stage import CHAT, DONE, PATHS, RESPONSES, asking, frame, said

CLAUDE, MARK = "anthropic/claude-x", "b3BhcXVlLXN0YXRl"
ERROR, REFUSAL = b'{ "error":{"message":"as it is"} }', b'{"error":{"message":"bad signature"}}'
BUSY, WRONG = ("502", "503", "529"), ("429", "500")
# How often a fault is drawn; without one the answer is whole.
UPSTREAM = {"whole": 8, "slow": 1, "dropped": 1, "cut": 1, "cut late": 1, "refused": 2}
UPSTREAM |= dict.fromkeys((*BUSY, *WRONG), 1)
DECIDE = {"chosen": 60, "slow": 6, "null": 6, "garbage": 6, "500": 6, "dead": 6, "hung": 1}


def drawn(random: Random, weights: dict[str, int]) -> str:
    return random.choices([*weights], [*weights.values()])[0]


@dataclass(frozen=True)
class Case:
    """A request, the faults that its attempts meet in turn, and what each answer costs."""

    n: int
    path: str
    stream: bool
    decide: str
    faults: tuple[str, ...]
    costs: tuple[str, ...]
    classifying: float

    @classmethod
    def of(cls, n: int) -> "Case":
        random = Random(n)
        return cls(
            n,
            random.choice(PATHS),
            random.random() < 0.5,
            drawn(random, DECIDE),
            tuple(drawn(random, UPSTREAM) for _ in range(3)),
            tuple(f"{random.randrange(1, 10**9)}e-12" for _ in range(3)),
            random.randrange(1, 10**6) / 10**9,
        )

    @property
    def body(self) -> dict[str, Any]:
        """A turn with opaque state of Claude's, where the API has it."""
        asked = asking(self.path, stream=self.stream)
        thought: dict[str, Any] = {"role": "assistant", "content": "7"}
        if self.path == CHAT:
            detail = {"type": "reasoning.text", "format": "anthropic-claude-v1", "signature": MARK}
            thought["reasoning_details"] = [detail]
        else:
            part = {"type": "thinking", "thinking": "7?", "signature": MARK}
            thought["content"] = [part, {"type": "text", "text": "7"}]
        turns = asked.get("messages")
        return asked if turns is None else {**asked, "messages": [*turns, thought, *turns]}

    def parts(self, cost: str) -> tuple[bytes, ...]:
        """Return what is said, and what names the cost."""
        usage = b'{"prompt_tokens":9,"completion_tokens":3,"cost":%s}' % cost.encode()
        if not self.stream:
            return (b'{"choices":[{"message":{}}],', b'"usage":%s}' % usage)
        if self.path == CHAT:
            return said("Sev"), b'data: {"choices":[],"usage":%s}\n\n' % usage
        if self.path == RESPONSES:
            done = b'data: {"type":"response.completed","response":{"usage":%s}}\n\n'
            return said("Sev"), done % usage
        begun = frame({"type": "message_start", "message": {"usage": {"input_tokens": 9}}})
        return begun, b'data: {"type":"message_delta","usage":%s}\n\n' % usage


@dataclass
class Provider:
    """Meets each attempt with its fault, and notes what it charged and where none could see it."""

    met: defaultdict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    models: defaultdict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    charged: list[Decimal] = field(default_factory=list)
    unseen: int = 0

    def __call__(self, asked: Asked) -> Answer:
        case = Case.of(int(asked.all("x-client-request-id")[0]))
        met = self.met[case.n]
        at = min(len(met), 2)
        fault, cost = case.faults[at], case.costs[at]
        if fault == "refused" and MARK.encode() not in asked.body:
            fault = "whole"
        met.append(fault)
        self.models[case.n].add(asked.json()["model"])
        answer, seen = _answer(case, fault, cost)
        self.charged += [Decimal(cost)] if seen else []
        self.unseen += not seen
        return answer


def _answer(case: Case, fault: str, cost: str) -> tuple[Answer, bool]:
    """Return the answer, and whether it names its cost."""
    if fault in (*BUSY, *WRONG):
        return Answer((ERROR,), int(fault)), False
    if fault in ("refused", "dropped"):
        return Answer((REFUSAL,), 400, drop=fault == "dropped"), False
    first, last = case.parts(cost)
    end: tuple[bytes | None, ...] = (DONE,) if case.stream else ()
    rest = {"cut": (CUT,), "cut late": (last, CUT)}.get(fault, (last, *end))
    wait = 0.05 if fault == "slow" else 0.0
    return Answer(
        (first, *rest), headers=STREAM if case.stream else JSON, wait=wait
    ), fault != "cut"


@dataclass
class Decide:
    """Meets each call with its fault, and notes what it charged in answers that arrive."""

    charged: list[Decimal] = field(default_factory=list)

    def __call__(self, asked: Asked) -> Answer:
        case = Case.of(int(asked.json()["clientRequestId"]))
        if case.decide in ("chosen", "slow", "null"):
            self.charged.append(Decimal(repr(case.classifying)))
        null = {"cost": case.classifying, "decision": None, "classifierResult": None}
        chosen = decided(CLAUDE, case.classifying)
        return {
            "slow": Answer((chosen[:9], 0.05, chosen[9:])),
            "null": Answer((json.dumps({**null, "reason": "no_table"}).encode(),)),
            "garbage": Answer((b"<html>\xff",)),
            "500": Answer((b"{}",), 500),
            "dead": Answer(drop=True),
            "hung": Answer(wait=30.0),
        }.get(case.decide, Answer((chosen,)))
