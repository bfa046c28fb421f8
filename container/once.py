"""The second mode, for debugging: one `kilo run` for one prompt. Each starts the CLI anew."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

from container.isolation import Isolation, sweep
from container.kilo import Home
from container.meter import CaseMeter
from container.proxy import MeteringProxy
from contracts.attempt import Meter
from contracts.table import Effort


@dataclass(frozen=True)
class Printed:
    """`lines` are the CLI's JSON events as printed; `exit_code` is negative when it was killed."""

    lines: tuple[str, ...]
    errors: str
    exit_code: int
    timed_out: bool
    meter: Meter


def run_once(
    home: Home,
    proxy: MeteringProxy,
    isolation: Isolation,
    meter: CaseMeter,
    directory: Path,
    prompt: str,
) -> Printed:
    """The prompt goes by stdin: the CLI puts quotes around one on the command line, and anybody
    could read it there."""
    directory.mkdir(parents=True, exist_ok=True)
    isolation.give(home.root)
    with proxy.sole(meter):
        done = _run(home, proxy, isolation, meter, directory, prompt)
    sweep(home.marker, server=0)
    return done


def _run(
    home: Home,
    proxy: MeteringProxy,
    isolation: Isolation,
    meter: CaseMeter,
    directory: Path,
    prompt: str,
) -> Printed:
    process = subprocess.Popen(
        [*isolation.prefix, *_command(home, meter.model, meter.effort)],
        env=home.environment(proxy.url, proxy.key),
        cwd=directory,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    timed_out = False
    try:
        printed, errors = process.communicate(prompt, timeout=meter.limits.timeout)
    except subprocess.TimeoutExpired:
        timed_out = True
        process.kill()
        printed, errors = process.communicate()
    lines = tuple(line for line in printed.splitlines() if line)
    return Printed(lines, errors[-4000:], process.returncode, timed_out, meter.read())


def _command(home: Home, model: str, effort: Effort | None) -> list[str]:
    mode = ["run", "--format", "json", "--auto", "--title", "benchmark", "-m", f"kilo/{model}"]
    return [str(home.binary), *mode, *(["--variant", effort] if effort else [])]
