"""Measure the front beside the LiteLLM proxy: `python -m benchmarks.gateway_beside_litellm`.

Both pass the same requests of 100 kB and the same streams on to the same provider, in turns. The
front also asks `/decide`; LiteLLM has no hook, no database and no logging, so that its figures are
its least. `make test` installs it.
"""

import asyncio
import tempfile
from pathlib import Path
from statistics import median

from rich.table import Table

from attachments.environment import start_litellm
from benchmarks.gateway_load import Figures, Proxy, compare
from benchmarks.gateway_stage import staged
from cli.console import console

_ROUNDS, _REQUESTS, _SECONDS = 3, 60, 8
_KEY, _MODEL = "sk-bench", "bench"


def config(provider: str) -> dict[str, object]:
    """Return the least that LiteLLM needs to pass requests on to `provider`."""
    target = {"model": "openai/bench", "api_base": f"{provider}/v1", "api_key": "none"}
    return {
        "model_list": [{"model_name": _MODEL, "litellm_params": target}],
        "general_settings": {"master_key": _KEY},
    }


async def measured(front: Proxy, litellm: Proxy) -> dict[str, list[Figures]]:
    """Return the figures of each proxy, a round of one after a round of the other."""
    found: dict[str, list[Figures]] = {"front": [], "LiteLLM": []}
    for _ in range(_ROUNDS):
        for name, proxy in (("front", front), ("LiteLLM", litellm)):
            found[name].append(await compare(proxy, _REQUESTS, _SECONDS))
    return found


def show(found: dict[str, list[Figures]]) -> None:
    table = Table("proxy", "CPU a request", "CPU a frame")
    least = {
        name: (median(f.cpu_ms for f in each), median(f.cpu_us for f in each))
        for name, each in found.items()
    }
    for name, (ms, us) in least.items():
        table.add_row(name, f"{ms:.2f} ms", f"{us:.0f} µs")
    (ms, us), (their_ms, their_us) = least["front"], least["LiteLLM"]
    table.add_row("LiteLLM / front", f"{their_ms / ms:.1f}", f"{their_us / us:.1f}")
    console.print(table)


def main() -> None:
    with staged() as stage, tempfile.TemporaryDirectory() as folder:
        child, url = start_litellm(config(stage.provider), Path(folder))
        try:
            litellm = Proxy(url, child.process.pid, _MODEL, _KEY)
            show(asyncio.run(measured(Proxy(stage.front, stage.pid), litellm)))
        finally:
            child.stop()


if __name__ == "__main__":
    main()
