"""Send reference solutions through the worker's code and the real CLI, with a model that solves
all."""

import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue

from adapters.aws.secrets import ProviderSecret
from container.harness import ProviderAccess
from container.lifetime import Lifetime, lifetime
from container.pool import Pool
from container.solve import alone, solve
from contracts.check import Verifier
from contracts.config import ServerMode
from contracts.dataset import DeciderCase
from contracts.limits import CaseLimits
from functions.benchmark.cases.load import WORLDS
from functions.benchmark.cases.worlds import load_worlds
from functions.benchmark.grade.grader import Grade, grade
from local.provider.catalogue import Catalogue
from local.provider.server import serve
from local.sandboxes import pool

MODEL = "sim/large"
_LIMITS = CaseLimits(timeout=300, max_calls=80, max_cost_usd=100.0)  # chosen
_SLOTS = 2


@dataclass(frozen=True)
class Proven:
    case: DeciderCase
    verdict: Grade
    answer: str
    latency_ms: int


@dataclass(frozen=True)
class _Prover:
    provider: ProviderAccess
    pool: Pool

    def prove(self, living: Lifetime, case: DeciderCase) -> Proven:
        script = case.check.script if isinstance(case.check, Verifier) else None
        world = load_worlds(WORLDS)[case.world.name] if case.world else None
        run = alone(living, self.provider, MODEL, case.task, _LIMITS, world)
        found = solve(run, script, self.pool)
        return Proven(case, grade(case, found), found.answer, found.latency_ms)


def prove(cases: Iterable[DeciderCase]) -> Iterator[Proven]:
    """Run each case as the worker would, in two slots, and yield the outcomes in order."""
    bank = tuple(cases)
    with ExitStack() as stack:
        prover = _prover(stack, bank)
        slots: SimpleQueue[Lifetime] = SimpleQueue()
        for _ in range(_SLOTS):
            slots.put(lifetime(ServerMode.CHUNK, prover.pool))

        def one(case: DeciderCase) -> Proven:
            slot = slots.get()
            try:
                return prover.prove(slot, case)
            finally:
                slots.put(slot)

        yield from stack.enter_context(ThreadPoolExecutor(_SLOTS)).map(one, bank)
        while not slots.empty():
            slots.get().end()


def _prover(stack: ExitStack, cases: tuple[DeciderCase, ...]) -> _Prover:
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="auto-routing-")))
    served = stack.enter_context(serve(Catalogue.load(), cases, ()))
    secret = ProviderSecret.from_wire({"baseUrl": served.base_url, "apiKey": served.key})
    provider = ProviderAccess.of(secret)
    return _Prover(provider, stack.enter_context(pool(provider, folder, slots=_SLOTS)))
