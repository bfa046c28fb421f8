"""Send one prompt of an admin through `kilo run`, and report what came."""

import time
from collections.abc import Mapping
from contextlib import closing
from types import MappingProxyType

from container.harness import ProviderAccess
from container.meter import CaseMeter
from container.pool import Pool
from container.proxy import MeteringProxy
from container.sandboxes import Ran, SandboxClient, archive
from contracts.debug import DebugMessage, DebugReport
from contracts.limits import CaseLimits
from contracts.options import Effort

# Chosen: the default limits of a config.
_LIMITS = CaseLimits(timeout=180, max_calls=60, max_cost_usd=1.0)
# Chosen: the most that a report stores, in lines or characters.
_MAX_EVENTS = 1000
_MAX_LINE = 20_000
_MAX_ERRORS = 4000
_MOST = 32 * 2**20  # bytes of output; chosen


def debug(message: DebugMessage, pool: Pool, provider: ProviderAccess) -> DebugReport:
    """Return the report of one prompt, sent under the limits of a case, in a sandbox, with a key
    and a user of its own. Raises SandboxLost, SandboxRefused."""
    meter = CaseMeter(message.model, message.reasoning_effort, _LIMITS)
    began = time.monotonic()
    with pool.bare() as sandbox, closing(provider.proxy()) as proxy:
        ran = kilo_run(sandbox, proxy, message.prompt, meter)
    return reported(message, ran, meter, began)


def reported(message: DebugMessage, ran: Ran, meter: CaseMeter, began: float) -> DebugReport:
    """Return the report of what the CLI did since `began`, in seconds of the monotonic clock."""
    lines = [line for line in ran.output.splitlines() if line]
    return DebugReport(
        debug_id=message.debug_id,
        model=message.model,
        exit_code=ran.exit_code,
        timed_out=ran.timed_out,
        took_ms=round((time.monotonic() - began) * 1000),
        events=tuple(line[:_MAX_LINE] for line in lines[:_MAX_EVENTS]),
        errors=ran.errors[-_MAX_ERRORS:],
        meter=meter.read(),
    )


def kilo_run(
    sandbox: SandboxClient,
    proxy: MeteringProxy,
    prompt: str,
    meter: CaseMeter,
    files: Mapping[str, str] = MappingProxyType({}),
) -> Ran:
    """Run the CLI once, as a case of its own, and return what it did. The prompt goes by standard
    input: the CLI would put quotes around one on the command line, where any user could read it.
    Raises SandboxLost, SandboxRefused."""
    proxy.access.uid = sandbox.begin()
    sandbox.open(archive(files))
    with proxy.metered(meter):
        ran = sandbox.run(
            _command(meter.model, meter.effort),
            stdin=prompt.encode(),
            seconds=meter.limits.timeout,
            most=_MOST,
            proxy=(proxy.url, proxy.key),
        )
        sandbox.close(keep_server=False)
    return ran


def _command(model: str, effort: Effort | None) -> list[str]:
    mode = ["run", "--format", "json", "--auto", "--title", "benchmark", "-m", f"kilo/{model}"]
    return [*mode, *(["--variant", effort] if effort else [])]
