"""Reference solutions through the real CLI and the worker's code, with a model that solves all."""

import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from uuid import uuid4

from adapters.secrets import ProviderSecret
from container.case import alone
from container.isolation import isolate
from container.kilo import Home, kilo_binary
from container.proxy import MeteringProxy
from container.server import KiloServer
from container.slot import Slot
from container.verify import verified
from contracts.check import Verifier
from contracts.dataset import DeciderCase
from contracts.sheet import CaseLimits
from functions.benchmark.grading import Verdict, verdict
from local.provider.catalogue import Catalogue
from local.provider.server import serve

MODEL = "sim/large"
_LIMITS = CaseLimits(timeout=120, max_calls=40, max_cost_usd=100.0)
_SLOTS = 2


@dataclass(frozen=True)
class Proven:
    case: DeciderCase
    verdict: Verdict
    answer: str
    latency_ms: int


def prove(cases: Iterable[DeciderCase]) -> Iterator[Proven]:
    """Each case as the worker would run it, in two slots, as they finish."""
    bank = tuple(cases)
    with _server(bank) as server, ThreadPoolExecutor(_SLOTS) as pool:
        slots: SimpleQueue[Slot] = SimpleQueue()
        for n in range(_SLOTS):
            slots.put(Slot(server.home.root / "slots" / str(n)))

        def one(case: DeciderCase) -> Proven:
            slot = slots.get()
            try:
                return _prove(server, slot, case)
            finally:
                slots.put(slot)

        yield from pool.map(one, bank)


@contextmanager
def _server(cases: tuple[DeciderCase, ...]) -> Iterator[KiloServer]:
    with ExitStack() as stack:
        root = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="auto-routing-")))
        root.chmod(0o755)
        isolation = isolate("preferred", kilo_binary(), root / "home")
        provider = stack.enter_context(serve(Catalogue.load(), cases, ()))
        secret = ProviderSecret.from_wire({"baseUrl": provider.base_url, "apiKey": provider.key})
        proxy = stack.enter_context(MeteringProxy(secret))
        yield stack.enter_context(KiloServer(Home.make(root, uuid4().hex), proxy, isolation))


def _prove(server: KiloServer, slot: Slot, case: DeciderCase) -> Proven:
    found = alone(server, slot, MODEL, case.task, _LIMITS)
    script = case.check.script if isinstance(case.check, Verifier) else None
    found = verified(found, script, server, slot)
    return Proven(case, verdict(case, found), found.answer, found.latency_ms)
