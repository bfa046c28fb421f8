"""Send one prompt, or an attack, through a worker and show the outcome: `autoroute debug-cli`."""

import time
from typing import Annotated, Any

import typer

from cli import render_walls
from cli.choice import choice
from cli.console import UNKNOWN, console, usd
from contracts.attempt import Meter
from contracts.debug import DebugReport, DebugView
from contracts.errors import AutoRoutingError

_SECONDS = 600.0  # longer than a worker takes to start and to finish; chosen
_POLL_SECONDS = 1.0


def debug_cli(
    model: Annotated[str | None, typer.Argument(help="Model id.")] = None,
    prompt: Annotated[str | None, typer.Argument(help="Text for the model.")] = None,
    effort: Annotated[
        str | None, typer.Option(help="Reasoning effort: minimal, low, medium or high.")
    ] = None,
    events: Annotated[bool, typer.Option(help="Print the raw event stream.")] = True,
    attack_self: Annotated[
        bool,
        typer.Option(
            help="Attack the sandbox instead and report which walls hold. Calls no model; free."
        ),
    ] = False,
) -> None:
    """Send one prompt to a model through a worker and the kilo CLI, as `kilo run` does."""
    if attack_self:
        if model is not None:
            raise typer.BadParameter("--attack-self calls no model; leave out MODEL and PROMPT")
        _attack()
        return
    if model is None or prompt is None:
        raise typer.BadParameter("MODEL and PROMPT are required, or --attack-self")
    asked = {"model": model, "prompt": prompt, "reasoningEffort": effort}
    view = DebugView.from_wire(_admin("POST", "/admin/debug-cli", asked))
    console.print(f"waiting for a worker ({view.debug_id})")
    view = _wait(view)
    assert view.report is not None
    if events:
        for line in view.report.events:
            console.print(line, markup=False, highlight=False, soft_wrap=True)
    _say(view.report, view.answer)


def _attack() -> None:
    """Attack the sandbox and show the walls. Addresses outside of the task are tried on AWS
    only."""
    wanted = {"outside": not choice.local}
    view = DebugView.from_wire(_admin("POST", "/admin/attack-self", wanted))
    console.print(f"waiting for a worker ({view.debug_id})")
    report = _wait(view).report
    assert report is not None
    console.print(render_walls.walls(report.walls))
    for line in render_walls.verdict(report):
        console.print(line, markup=False)
    if render_walls.broken(report):
        raise typer.Exit(1)


def _wait(view: DebugView) -> DebugView:
    deadline = time.monotonic() + _SECONDS
    while view.report is None:
        if time.monotonic() > deadline:
            raise AutoRoutingError(
                f"no worker answered within {_SECONDS:.0f} s; see docs/operations.md (A run does "
                f"not end), or read the report later with GET /admin/debug-cli/{view.debug_id}"
            )
        time.sleep(_POLL_SECONDS)
        view = DebugView.from_wire(_admin("GET", f"/admin/debug-cli/{view.debug_id}"))
    return view


def _say(report: DebugReport, answer: str | None) -> None:
    meter = report.meter
    ended = "timed out" if report.timed_out else f"exit code {report.exit_code}"
    console.print(f"\n[bold]{report.model}[/]: {ended} after {report.took_ms} ms")
    console.print(
        f"{meter.calls} provider calls (HTTP status: {_statuses(meter)}), {meter.prompt_tokens} "
        f"prompt + {meter.completion_tokens} completion tokens, cost {usd(meter.cost_usd)}"
    )
    if report.errors.strip():
        console.print(f"[red]stderr:[/] {report.errors.strip()[-1000:]}", highlight=False)
    console.print(f"[bold]answer:[/] {answer or UNKNOWN}")


def _statuses(meter: Meter) -> str:
    return ", ".join(f"{n} x {status}" for status, n in meter.statuses.items()) or "none"


def _admin(method: str, path: str, body: Any = None) -> dict[str, Any]:
    return choice.target().admin.call(method, path, body)
