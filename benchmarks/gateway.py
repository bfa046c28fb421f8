"""Measure what the gateway's front adds: `python -m benchmarks.gateway [--soak SECONDS]`.

The provider and `/decide` are one process that answers at once, the front is another, and this one
asks both in turns. The first byte of a routed request is compared with that of the same request to
the provider and of the same call of `/decide`, made here with the same client: what is left is
added by the front. CPU is that of the front's process, as the scheduler counts it. A bare front of
the same libraries, which only passes bytes on (`benchmarks.gateway_bare`), is measured beside it:
what a machine needs for that alone is not the gateway's.

`provider PORT` serves that provider alone; `compare URL PID MODEL KEY` measures another proxy that
asks it, with the same requests.
"""

import argparse
import asyncio
import sys
from dataclasses import dataclass
from statistics import median, quantiles
from unittest.mock import patch

import uvicorn
from rich.table import Table

from benchmarks.gateway_load import Proxy, Taken, added, compare, disconnects, streams
from benchmarks.gateway_stage import Stage, provider, staged
from cli.console import console
from gateway import main as front
from gateway.tap import Tap

_SIZES = (8_000, 100_000, 1_000_000)
_GOAL_SIZE, _DISCONNECTS, _MINUTE = 100_000, 300, 60


@dataclass(frozen=True)
class Goal:
    """A goal and what was measured, in the same unit."""

    name: str
    most: float
    measured: float
    unit: str

    @property
    def shown(self) -> tuple[str, str, str, str]:
        reached = "yes" if self.measured <= self.most else "no"
        return self.name, f"≤ {self.most:g} {self.unit}", f"{self.measured:.2f}", reached


def over(taken: Taken, *bases: Taken) -> list[float]:
    """Return the ms that each request took longer than those of `bases` beside it."""
    return [ms - sum(rest) for ms, *rest in zip(taken.ms, *(b.ms for b in bases), strict=True)]


async def _requests(stage: Stage, count: int) -> list[Goal]:
    goals: list[Goal] = []
    for size in _SIZES:
        found = await added(stage, size, count)
        once, twice = (found["direct"],), (found["direct"], found["decide"])
        bases = {"other": once, "routed": twice, "bare other": once, "bare routed": twice}
        for name, base in bases.items():
            cuts, used = quantiles(over(found[name], *base), n=100), median(found[name].cpu_ms)
            console.print(
                f"{size:>9,} bytes, {name:11}: added p50 {cuts[49]:.2f} ms, p99 {cuts[98]:.2f} ms, "
                f"CPU {used:.2f} ms a request (least {min(found[name].cpu_ms):.2f})"
            )
            if (size, name) == (_GOAL_SIZE, "routed"):
                goals += [
                    Goal("added to the first byte, p50", 0.5, cuts[49], "ms"),
                    Goal("added to the first byte, p99", 2, cuts[98], "ms"),
                    Goal("CPU a routed request", 1.5, used, "ms"),
                ]
    return goals


async def _soak(stage: Stage, count: int, seconds: float) -> list[Goal]:
    found = await streams(Proxy(stage.front, stage.pid), count, seconds)
    first = found.memory[min(_MINUTE, len(found.memory) // 5)]
    name = f"{count} streams for {seconds:g} s, {found.frames} frames"
    console.print(
        f"{name}: RSS {first:.1f} → {found.memory[-1]:.1f} MiB, CPU {found.cpu_us:.0f} µs a frame"
    )
    return [
        Goal(f"{name}: lost", 0, found.lost, "frames"),
        Goal("RSS from minute 1 to the end", 10, found.memory[-1] - first, "MiB"),
    ]


async def _frames() -> list[Goal]:
    """Compare a front with one whose tap reads nothing."""
    found = {}
    for name, start in (
        ("without", ("benchmarks.gateway", "untapped")),
        ("with", ("gateway.main",)),
    ):
        with staged(start) as stage:
            found[name] = (await streams(Proxy(stage.front, stage.pid), 100, 15)).cpu_us
    return [Goal(f"CPU a frame {name} the tap", 60, us, "µs") for name, us in found.items()]


async def _leaving(stage: Stage) -> list[Goal]:
    found = await disconnects(stage, _DISCONNECTS)
    console.print(f"{_DISCONNECTS} disconnects: p50 {median(found.ms):.1f} ms")
    return [
        Goal(f"{_DISCONNECTS} disconnects: upstream closed", 100, max(found.ms), "ms"),
        Goal("connections left", 0, found.sockets, ""),
    ]


async def measure(count: int, soak: float, many: int) -> None:
    """Print each goal beside what was measured."""
    goals = await _frames() if count else []
    with staged() as stage:
        goals += await _requests(stage, count) if count else []
        goals += await _leaving(stage)
        goals += await _soak(stage, many, soak)
    table = Table("goal", "at most", "measured", "reached")
    for goal in goals:
        table.add_row(*goal.shown)
    console.print(table)


def untapped() -> None:
    """Start a front whose tap reads nothing, by the same arguments behind `untapped`."""
    del sys.argv[1]
    with patch.object(Tap, "feed", lambda _, chunk: chunk):
        front.main()


def _other(url: str, pid: str, model: str, key: str) -> None:
    found = asyncio.run(compare(Proxy(url, int(pid), model, key)))
    console.print(f"CPU {found.cpu_ms:.2f} ms a request, {found.cpu_us:.0f} µs a frame")


def _serve(port: str) -> None:
    uvicorn.run(provider, port=int(port), log_level="error", lifespan="off", loop="uvloop")


def main() -> None:
    if sys.argv[1:2] == ["untapped"]:
        untapped()
    elif sys.argv[1:2] == ["provider"]:
        _serve(*sys.argv[2:])
    elif sys.argv[1:2] == ["compare"]:
        _other(*sys.argv[2:])
    else:
        given = argparse.ArgumentParser()
        given.add_argument("--requests", type=int, default=400, help="each way; 0 for none")
        given.add_argument("--soak", type=float, default=30)
        given.add_argument("--streams", type=int, default=500)
        found = given.parse_args()
        asyncio.run(measure(found.requests, found.soak, found.streams))


if __name__ == "__main__":
    main()
