"""Measure the cost of isolation: a server for each case, one for a chunk, and `kilo run`.

`python -m benchmarks.worker --cases 8 --seconds 5`: the same prompts on all three sides, asked of
the same simulated provider, which takes so many seconds for an answer. CPU is that of all processes
below this one; memory is what a sandbox takes while its case waits for the model."""

import argparse
import os
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from adapters.aws.secrets import ProviderSecret
from container.debugging import kilo_run
from container.harness import ProviderAccess
from container.lifetime import lifetime
from container.meter import CaseMeter
from container.pool import Pool
from container.sandbox.processes import PROC, below
from container.solve import alone
from contracts.config import ServerMode
from contracts.dataset import DeciderCase
from contracts.limits import CaseLimits
from functions.benchmark.cases.load import load_deciders
from local.provider import Catalogue
from local.provider.server import serve
from local.sandboxes import pool

MODEL = "sim/large"
_LIMITS = CaseLimits(timeout=300, max_calls=40, max_cost_usd=100.0)
Cases = tuple[DeciderCase, ...]
Act = Callable[[ProviderAccess, Pool, Cases], None]
_TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Took:
    """The seconds, and the MiB (proportional set size) of all processes of a sandbox in use."""

    wall: float
    cpu: float
    memory: float


@contextmanager
def provider(cases: Cases, seconds: float) -> Iterator[ProviderSecret]:
    latency = round(seconds * 1000)
    models = tuple(m.model_copy(update={"latency_ms": latency}) for m in Catalogue.load().model)
    with serve(Catalogue(model=models), cases, ()) as running:
        yield ProviderSecret.from_wire({"baseUrl": running.base_url, "apiKey": running.key})


def served(mode: ServerMode, reached: ProviderAccess, boxes: Pool, cases: Cases) -> None:
    living = lifetime(mode, boxes)
    for case in cases:
        found = alone(living, reached, MODEL, case.task, _LIMITS).solve().attempt
        assert found.cause is None, found.detail
    living.end()


def ran(reached: ProviderAccess, boxes: Pool, cases: Cases) -> None:
    for case in cases:
        with boxes.bare() as sandbox:
            meter, proxy = CaseMeter(MODEL, None, _LIMITS), reached.proxy()
            printed = kilo_run(sandbox, proxy, case.task.prompts[0], meter)
            proxy.close()
        assert printed.exit_code == 0, printed.errors


def measured(secret: ProviderSecret, act: Act, first: Cases, rest: Cases) -> Took:
    """Measure one slot with `rest`, after it has gone through `first`."""
    with tempfile.TemporaryDirectory(prefix="auto-routing-") as folder:
        reached = ProviderAccess.of(secret)
        with pool(reached, Path(folder), slots=1) as boxes:
            act(reached, boxes, first)
            before, began = _cpu(), time.monotonic()
            with _memory() as seen:
                act(reached, boxes, rest)
            wall = time.monotonic() - began
            return Took(wall, _cpu() - before, statistics.median(seen))


def _cpu() -> float:
    """Return the seconds of CPU of all processes below this one, those included that have ended."""
    total = 0
    for process in below(os.getpid()):
        with suppress(OSError, IndexError):
            columns = (PROC / str(process.pid) / "stat").read_text().rsplit(")", 1)[1].split()
            total += sum(map(int, columns[11:15]))
    return total / _TICK


@contextmanager
def _memory() -> Iterator[list[float]]:
    """Yield samples in MiB of what all sandboxes take while the block runs."""
    seen: list[float] = []
    over = threading.Event()

    def look() -> None:
        while not over.wait(1):
            seen.append(sum(_pss(process.pid) for process in below(os.getpid())) / 1024)

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield seen
    finally:
        over.set()
        thread.join()


def _pss(pid: int) -> int:
    with suppress(OSError, StopIteration):
        lines = (PROC / str(pid) / "smaps_rollup").read_text().splitlines()
        return int(next(line for line in lines if line.startswith("Pss:")).split()[1])
    return 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=5.0)
    wanted = parser.parse_args()
    bank = load_deciders()
    cases = tuple(case for case in bank if case.agentic and case.check.kind == "exact")
    cases = cases[: wanted.cases + 1]
    first, rest = cases[:1], cases[1:]
    with provider(bank, wanted.seconds) as secret:
        sides = {
            mode.value: measured(secret, partial(served, mode), first, rest) for mode in ServerMode
        }
        sides["kilo run"] = measured(secret, ran, first, rest)
    _print(sides, len(rest), wanted.seconds)


def _print(sides: dict[str, Took], cases: int, seconds: float) -> None:
    chunk, run = sides["chunk"], sides["kilo run"]
    print(f"{cases} cases with tools, a simulated model that takes {seconds} s for an answer:")
    for name, took in sides.items():
        print(
            f"{name:9} {took.wall / cases:6.2f} s wall a case ({took.wall / chunk.wall:.2f} x "
            f"chunk), {took.cpu / cases:5.2f} s CPU a case ({took.cpu / run.cpu:.2f} x kilo run), "
            f"{took.memory:.0f} MiB"
        )


if __name__ == "__main__":
    main()
