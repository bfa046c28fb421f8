"""Have the CLI attack its sandbox, and report wall by wall.

No model is asked: a provider with a script, on loopback in the worker, has the CLI run one command.
The proxy, the CLI, the sandbox and its user are those of any case."""

import time
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path

from container.debugging import kilo_run, reported
from container.harness import ProviderAccess
from container.meter import CaseMeter
from container.pool import Pool
from container.sandboxes import Ran, SandboxClient, SandboxLost, archive
from container.scripted import scripted
from contracts.debug import ATTACKER, DebugMessage, DebugReport, Wall
from contracts.limits import CaseLimits

_PARTS = ("attack_program", "attack_network", "attack_traces")
_NAMES = ("__init__", *_PARTS)
# The names of the program lead to its parts in a sandbox, too.
PROGRAM = {f"container/{n}.py": Path(__file__).with_name(f"{n}.py").read_text() for n in _NAMES}
_COMMAND = ("python3", "-m", "container.attack_program")
_LIMITS = CaseLimits(timeout=150, max_calls=5, max_cost_usd=1.0)  # chosen
_SECONDS = 30
_MOST = 2**20  # bytes of output; chosen
_NOBODY = 1  # a user id that no case has
_CARRIED_OUT = "the attack was carried out"
_LOOKED = "the next case could look for traces"
_FREE = "the sandbox is free for the next case"


def attack(message: DebugMessage, pool: Pool) -> DebugReport:
    """Return the report. An attack that did nothing counts as a broken wall. Raises SandboxRefused,
    and SandboxLost if the attack did not cause it."""
    found, began = _Attack(message), time.monotonic()
    try:
        with pool.bare() as sandbox:
            found.carry_out(sandbox)
    except SandboxLost as error:
        if found.ran is None or pool.lost not in (None, error):
            raise
        found.walls.append(Wall(name=_FREE, held=False, detail=str(error)))
    assert found.ran is not None
    report = reported(message, found.ran, found.meter, began)
    return report.model_copy(update={"walls": (*found.walls,), "why_not": found.why_not})


@dataclass
class _Attack:
    """One attack; `why_not` says why the case had no user of its own."""

    message: DebugMessage
    meter: CaseMeter = field(default_factory=lambda: CaseMeter(ATTACKER, None, _LIMITS))
    walls: list[Wall] = field(default_factory=list)
    ran: Ran | None = None
    why_not: str | None = None

    def carry_out(self, sandbox: SandboxClient) -> None:
        self.why_not = sandbox.why_not()
        self.ran = self._run(sandbox)
        self.walls += _seen(sandbox, ["cat", "walls.jsonl"], _CARRIED_OUT)
        sandbox.begin()
        sandbox.open(archive(PROGRAM))
        self.walls += _seen(sandbox, [*_COMMAND, "afterwards"], _LOOKED)

    def _run(self, sandbox: SandboxClient) -> Ran:
        """Run the attack beside the proxy of another case: an idle stack has no other to try."""
        command = " ".join((*_COMMAND, "outside" if self.message.outside else "inside"))
        with ExitStack() as stack:
            provider = ProviderAccess.of(stack.enter_context(scripted(ATTACKER, command)))
            proxy = stack.enter_context(closing(provider.proxy()))
            neighbour = stack.enter_context(closing(provider.proxy()))
            neighbour.access.uid = _NOBODY
            return kilo_run(sandbox, proxy, "attack", self.meter, PROGRAM)


def _seen(sandbox: SandboxClient, command: list[str], name: str) -> list[Wall]:
    """Return the walls that a command of the case reports, after one that says whether it reported
    any."""
    ran = sandbox.run(command, seconds=_SECONDS, most=_MOST)
    lines = [line for line in ran.output.splitlines() if line]
    done = Wall(name=name, held=bool(lines), detail=ran.errors.strip()[-300:])
    return [done, *map(Wall.from_json, lines)]
