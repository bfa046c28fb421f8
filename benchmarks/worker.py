"""The worker's own overhead: a chunk through `kilo serve` against one `kilo run` for each case.

`python -m benchmarks.worker --cases 20 --soak 500`: both sides ask the same instant, simulated
provider for the same prompts; the soak samples the memory of worker and CLI."""

import argparse
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from uuid import uuid4

from adapters.secrets import ProviderSecret
from container.case import alone
from container.isolation import isolate
from container.kilo import Home, kilo_binary
from container.leftovers import PROC
from container.meter import CaseMeter
from container.once import Once
from container.proxy import MeteringProxy
from container.server import KiloServer
from container.slot import Slot
from contracts.dataset import DeciderCase
from contracts.sheet import CaseLimits
from functions.benchmark.bank import load_deciders
from local.provider import Catalogue
from local.provider.server import serve

MODEL = "sim/large"
_LIMITS = CaseLimits(timeout=120, max_calls=40, max_cost_usd=100.0)
_SAMPLE = 50


@contextmanager
def provider(cases: tuple[DeciderCase, ...]) -> Iterator[ProviderSecret]:
    """Answers at once."""
    quick = tuple(m.model_copy(update={"latency_ms": 0}) for m in Catalogue.load().model)
    with serve(Catalogue(model=quick), cases, ()) as running:
        yield ProviderSecret.from_wire({"baseUrl": running.base_url, "apiKey": running.key})


@contextmanager
def server(secret: ProviderSecret) -> Iterator[KiloServer]:
    with ExitStack() as stack:
        root = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="auto-routing-")))
        root.chmod(0o755)
        isolation = isolate("preferred", kilo_binary(), root / "home")
        proxy = stack.enter_context(MeteringProxy(secret))
        yield stack.enter_context(KiloServer(Home.make(root, uuid4().hex), proxy, isolation))


def solve(running: KiloServer, case: DeciderCase) -> None:
    slot = Slot(running.home.root / "slots" / "0")
    found = alone(running, slot, MODEL, case.task, _LIMITS)
    assert found.cause is None, found.detail


def chunk_of(secret: ProviderSecret, cases: tuple[DeciderCase, ...]) -> tuple[float, float]:
    """Seconds for all in one slot: with the start of the server, and without."""
    began = time.monotonic()
    with server(secret) as running:
        started = time.monotonic()
        for case in cases:
            solve(running, case)
        ended = time.monotonic()
    return ended - began, ended - started


def single_runs(secret: ProviderSecret, cases: tuple[DeciderCase, ...]) -> float:
    with server(secret) as running:
        once = Once(running.home, running.proxy, running.isolation)
        began = time.monotonic()
        for case in cases:
            meter = CaseMeter(MODEL, None, _LIMITS)
            printed = once.run(running.home.root / "slots" / "1", case.task.user_prompt, meter)
            assert printed.exit_code == 0, printed.errors
        return time.monotonic() - began


def soak(secret: ProviderSecret, cases: tuple[DeciderCase, ...], times: int) -> None:
    with server(secret) as running:
        for n in range(times):
            solve(running, cases[n % len(cases)])
            if (n + 1) % _SAMPLE == 0:
                print(f"{n + 1:5} cases: kilo serve {_pss(running.pid)} MiB", flush=True)


def _pss(pid: int) -> int:
    """Proportional set size, in MiB."""
    lines = (PROC / str(pid) / "smaps_rollup").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("Pss:")).split()[1]) // 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=20)
    parser.add_argument("--soak", type=int, default=0)
    wanted = parser.parse_args()
    bank = tuple(case for case in load_deciders() if not case.agentic)
    cases = bank[: wanted.cases]
    with provider(load_deciders()) as secret:
        runs = single_runs(secret, cases)
        whole, steady = chunk_of(secret, cases)
        print(
            f"{len(cases)} cases: {runs:.1f} s as `kilo run`s, {whole:.1f} s as a chunk "
            f"({steady:.1f} s without the start of the server): {runs / whole:.1f} times faster, "
            f"{runs / steady:.1f} in a server that runs",
            flush=True,
        )
        soak(secret, bank, wanted.soak)


if __name__ == "__main__":
    main()
