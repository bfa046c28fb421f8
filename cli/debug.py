"""`autoroute debug-cli`: one prompt, or an attack, through a worker, with what came of it."""

import time
from typing import Annotated, Any

import typer

from cli import render_walls
from cli.choice import choice
from cli.console import UNKNOWN, console, usd
from contracts.debug import DebugReport, DebugView
from contracts.errors import AutoRoutingError

_SECONDS = 600.0
_POLL_SECONDS = 1.0


def debug_cli(
    model: Annotated[str | None, typer.Argument(help="Whom to ask.")] = None,
    prompt: Annotated[str | None, typer.Argument(help="What to ask.")] = None,
    effort: Annotated[str | None, typer.Option(help="minimal, low, medium or high.")] = None,
    events: Annotated[bool, typer.Option(help="Print the raw event stream.")] = True,
    attack_self: Annotated[
        bool, typer.Option(help="Have the CLI attack its sandbox; asks no model, costs nothing.")
    ] = False,
) -> None:
    """Send one prompt to a model through a worker and the kilo CLI, as `kilo run` does."""
    if attack_self:
        if model is not None:
            raise typer.BadParameter("--attack-self asks no model: leave MODEL and PROMPT out")
        _attack()
        return
    if model is None or prompt is None:
        raise typer.BadParameter("name a MODEL and a PROMPT, or --attack-self")
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
    """Addresses outside of the task are tried on AWS only."""
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
                f"no worker has answered for {_SECONDS:.0f} s; see docs/operations.md, or ask "
                f"again later: GET /admin/debug-cli/{view.debug_id}"
            )
        time.sleep(_POLL_SECONDS)
        view = DebugView.from_wire(_admin("GET", f"/admin/debug-cli/{view.debug_id}"))
    return view


def _say(report: DebugReport, answer: str | None) -> None:
    meter = report.meter
    ended = "timed out" if report.timed_out else f"exit code {report.exit_code}"
    console.print(f"\n[bold]{report.model}[/]: {ended} after {report.took_ms} ms")
    console.print(
        f"{meter.calls} provider calls {meter.statuses}, {meter.prompt_tokens} + "
        f"{meter.completion_tokens} tokens, {usd(meter.cost_usd)}"
    )
    if report.errors.strip():
        console.print(f"[red]stderr:[/] {report.errors.strip()[-1000:]}", highlight=False)
    console.print(f"[bold]answer:[/] {answer or UNKNOWN}")


def _admin(method: str, path: str, body: Any = None) -> dict[str, Any]:
    return choice.target().admin.call(method, path, body)
