"""Make a small bank, a private part, and a curator over real stores."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from adapters.dynamodb.bank import BankStore
from contracts.bank import Part
from contracts.config import Config
from contracts.dataset import DeciderCase
from contracts.digest import digest_of
from contracts.tier import TIERS, Tier
from contracts.world import World, WorldState
from functions.benchmark.cases.bank import Bank, BankReader
from functions.benchmark.cases.curate import Curator, Said
from functions.benchmark.cases.parts import pieces_of
from tests.benchmark.conftest import Bench
from tests.samples import NOON, decider_case

ANN = Said("ann", NOON, "a test")
PRIVATE = "how-our-ledger-rounds"
EACH = 12  # cases of a tier


def named(topic: str, tier: Tier = Tier.LOW) -> DeciderCase:
    return decider_case(f"debugging-bug-fixing-{topic}", tier)


def shipped_cases() -> list[DeciderCase]:
    return [named(f"{tier}-{n}", tier) for tier in TIERS for n in range(EACH)]


def part(*topics: str, name: str = "acme", tier: Tier = Tier.LOW) -> Part:
    """Return a part of which the first case stands on a world."""
    world = World(name=f"{name}-ledger", files={"ledger.py": f"# {PRIVATE}\n"})
    state = WorldState(name=world.name, digest=world.digest)
    first, *rest = (named(topic, tier) for topic in topics)
    cases = (first.model_copy(update={"world": state}), *rest)
    return Part(name=name, cases=cases, worlds=(world,))


@dataclass
class Desk:
    """A curator at work. `shipped` and `config` can be changed, as a deploy and an admin do."""

    bench: Bench
    shipped: list[DeciderCase] = field(default_factory=shipped_cases)
    config: Config | None = None

    @property
    def store(self) -> BankStore:
        return BankStore(self.bench.runs.items)

    @property
    def reader(self) -> BankReader:
        return BankReader(self.store, self.bench.blobs, lambda: Bank.of(self.shipped))

    @property
    def curator(self) -> Curator:
        return Curator(self.reader, self.bench.blobs, lambda: self.config)

    def send(self, sent: Part, curator: Curator | None = None) -> tuple[str, ...]:
        """Send the pieces of a part. Return their digests."""
        texts = pieces_of(sent)
        for text in texts:
            (curator or self.curator).take(digest_of(text), text)
        return tuple(map(digest_of, texts))

    def add(self, sent: Part, weight: float = 1.0, curator: Curator | None = None) -> Bank:
        pieces = self.send(sent, curator)
        return (curator or self.curator).add(sent.name, pieces, weight, ANN)

    def ids(self) -> set[str]:
        return {case.case_id for case in self.reader.usable().cases}


def at_once(desk: Desk, other: Callable[[], object]) -> Curator:
    """Return a curator whose first act meets another, which comes between."""
    waiting = [other]

    class Raced(BankStore):
        def append(self, act: object) -> bool:
            if waiting:
                waiting.pop()()
            return super().append(act)  # type: ignore[arg-type]

    return replace(desk.curator, reader=replace(desk.reader, store=Raced(desk.store.items)))
