"""Measure what switching costs and saves on simulated sessions: `python -m benchmarks.sessions`.

Sessions of a coding agent whose context grows by some thousand tokens a turn, with pauses; a turn
is easy, medium or hard, and mostly like the one before. Every rule gets the same sessions; their
cost is counted turn by turn from a price list with caches. The sessions are made, not recorded."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from cli.console import console
from cli.render import grid
from contracts.options import Rule, SwitchCost
from contracts.price import Price
from contracts.table import Candidate, RoutingTable, Tiers, Verdict
from contracts.tier import Tier
from functions.decide.engine import Asked, choose
from functions.decide.switch import CACHE_SECONDS, Session

SESSIONS = 4_000
LARGE = Price(prompt=3e-6, cached=0.3e-6, completion=15e-6)  # USD; chosen
# How much cheaper each model is than the next more expensive one.
LADDERS = {"a third each": 1 / 3, "two thirds each": 2 / 3, "nine tenths each": 0.9}
# Chosen: how often a turn is as hard as the one before.
STAY = 0.8


def prices(step: float) -> dict[str, Price]:
    return {"small": _times(step * step), "middle": _times(step), "large": LARGE}


def _times(factor: float) -> Price:
    known = {name: value * factor for name, value in LARGE.wire().items()}
    return Price(**known)


@dataclass(frozen=True)
class Turn:
    tier: Tier
    new_tokens: int
    output_tokens: int
    pause: float


@dataclass
class Bill:
    usd: float = 0.0
    switches: int = 0
    turns: int = 0


@dataclass
class Conversation:
    """One session and its cost on the model of each turn. `warm` says when each model last read how
    much of it."""

    prices: dict[str, Price]
    model: str | None = None
    context: int = 13_000
    messages: int = 0
    warm: dict[str, tuple[float, int]] = field(default_factory=dict)
    now: float = 0.0

    def pay(self, model: str, turn: Turn) -> float:
        price = self.prices[model]
        read_at, size = self.warm.get(model, (-1e9, 0))
        cached = size if self.now - read_at <= CACHE_SECONDS else 0
        fresh = self.context - cached + turn.new_tokens
        self.context += turn.new_tokens + turn.output_tokens
        self.warm[model], self.model = (self.now, self.context), model
        self.messages += 2
        assert price.prompt is not None
        assert price.cached is not None
        assert price.completion is not None
        return cached * price.cached + fresh * price.prompt + turn.output_tokens * price.completion


def sessions(seed: int) -> list[list[Turn]]:
    chance = random.Random(seed)
    return [_session(chance) for _ in range(SESSIONS)]


def _session(chance: random.Random) -> list[Turn]:
    tier, turns = chance.choice(list(Tier)), []
    for _ in range(1 + int(chance.expovariate(1 / 15))):
        tier = tier if chance.random() < STAY else chance.choice(list(Tier))
        pause = 20.0 if chance.random() < 0.9 else 900.0
        turns.append(Turn(tier, chance.randint(500, 5_000), chance.randint(100, 2_000), pause))
    return turns


def table(step: float, rule: SwitchCost, factor: float = 3.0) -> RoutingTable:
    means = {"small": step * step, "middle": step, "large": 1.0}

    def one(model: str, lower: float) -> Candidate:
        proven = lower >= 0.7
        return Candidate(
            model=model,
            accuracy=lower,
            avg_cost_usd=0.1 * means[model],
            meets_threshold=proven,
            verdict=Verdict.PROVEN if proven else Verdict.REJECTED,
            lower=lower,
            upper=lower,
        )

    large, middle, small = one("large", 0.95), one("middle", 0.85), one("small", 0.8)
    tiers = Tiers(
        low=(small, middle, large),
        medium=(middle, large, one("small", 0.5)),
        high=(large, one("middle", 0.5), one("small", 0.3)),
    )
    return RoutingTable(
        version="made",
        generated_at=datetime(2026, 11, 1, tzinfo=UTC),
        min_accuracy=0.7,
        rule=Rule.WILSON,
        tiers=tiers,
        prices=prices(step),
        switch_cost=rule,
        switch_cost_factor=factor,
    )


Policy = Callable[[Conversation, Turn], str]


def by(found: RoutingTable) -> Policy:
    def policy(at: Conversation, turn: Turn) -> str:
        session = Session(at.model, turn.pause, at.context, at.messages)
        chosen = choose(found, Asked(turn.tier, session=session)).candidate
        assert chosen is not None
        return chosen.model

    return policy


def bill(every: list[list[Turn]], step: float, policy: Policy) -> Bill:
    total = Bill()
    for turns in every:
        at = Conversation(prices(step))
        for turn in turns:
            at.now += turn.pause
            model = policy(at, turn)
            total.switches += at.model not in (None, model)
            total.usd += at.pay(model, turn)
            total.turns += 1
    return total


def rules(step: float) -> dict[str, Policy]:
    return {
        "always the large one": lambda *_: "large",
        "never stay": by(table(step, SwitchCost.FACTOR, 1.0)),
        "factor 3": by(table(step, SwitchCost.FACTOR)),
        "break-even": by(table(step, SwitchCost.BREAKEVEN)),
    }


def main() -> None:
    every = sessions(7)
    shown = grid("4,000 made sessions", "prices", "rule", "USD", "share", "switches per 100 turns")
    for name, step in LADDERS.items():
        bills = {rule: bill(every, step, policy) for rule, policy in rules(step).items()}
        whole = bills["always the large one"].usd
        for rule, each in bills.items():
            often = f"{100 * each.switches / each.turns:.1f}"
            shown.add_row(name, rule, f"{each.usd:.2f}", f"{each.usd / whole:.1%}", often)
    console.print(shown)


if __name__ == "__main__":
    main()
