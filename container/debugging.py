"""One prompt of an admin through `kilo run`, reported as it came."""

import shutil
import time

from container.meter import CaseMeter
from container.once import Once
from container.server import KiloServer
from container.slot import Slot
from contracts.debug import DebugMessage, DebugReport
from contracts.sheet import CaseLimits

_LIMITS = CaseLimits(timeout=180, max_calls=60, max_cost_usd=1.0)
_MAX_EVENTS = 1000
_MAX_LINE = 20_000


def debug(message: DebugMessage, server: KiloServer, slot: Slot) -> DebugReport:
    """Under the limits of a case, with the folder empty before. Raises OSError."""
    meter = CaseMeter(message.model, message.reasoning_effort, _LIMITS)
    shutil.rmtree(slot.directory, ignore_errors=True)
    began = time.monotonic()
    with server.case(slot.directory):
        once = Once(server.home, server.proxy, server.isolation)
        printed = once.run(slot.directory, message.prompt, meter)
    return DebugReport(
        debug_id=message.debug_id,
        model=message.model,
        exit_code=printed.exit_code,
        timed_out=printed.timed_out,
        took_ms=round((time.monotonic() - began) * 1000),
        events=tuple(line[:_MAX_LINE] for line in printed.lines[:_MAX_EVENTS]),
        errors=printed.errors,
        meter=printed.meter,
    )
