"""The second mode, for debugging: one `kilo run` for one prompt. Each starts the CLI anew."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

from container.isolation import Isolation
from container.kilo import Home
from container.leftovers import Leftovers
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


@dataclass(frozen=True)
class Once:
    """Shares home, configuration and proxy with the other mode. There is no system prompt: the
    CLI takes none here."""

    home: Home
    proxy: MeteringProxy
    isolation: Isolation

    def run(self, directory: Path, prompt: str, meter: CaseMeter) -> Printed:
        """The prompt goes by stdin: the CLI puts quotes around one on the command line, and
        anybody could read it there."""
        directory.mkdir(parents=True, exist_ok=True)
        self.home.give(self.isolation)
        self.isolation.give(directory)
        with self.proxy.sole(meter):
            process, timed_out = self._start(directory, meter), False
            try:
                printed, errors = process.communicate(prompt, timeout=meter.limits.timeout)
            except subprocess.TimeoutExpired:
                timed_out = True
                process.kill()
                self._sweep(directory)
                printed, errors = process.communicate()
            self._sweep(directory)
        lines = tuple(line for line in printed.splitlines() if line)
        return Printed(lines, errors[-4000:], process.returncode, timed_out, meter.read())

    def _start(self, directory: Path, meter: CaseMeter) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [*self.isolation.prefix, *_command(self.home, meter.model, meter.effort)],
            env=self.home.environment(self.proxy.url, self.proxy.key),
            cwd=directory,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def _sweep(self, directory: Path) -> None:
        """Before the output is read to its end: a survivor may hold it open."""
        Leftovers(self.home.marker, self.home.root, self.isolation.user).kill(
            spare=0, folder=directory
        )


def _command(home: Home, model: str, effort: Effort | None) -> list[str]:
    mode = ["run", "--format", "json", "--auto", "--title", "benchmark", "-m", f"kilo/{model}"]
    return [str(home.binary), *mode, *(["--variant", effort] if effort else [])]
