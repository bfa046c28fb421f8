"""Let the kilo CLI solve a task through the gateway, and show what that used and saved."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from itertools import count
from urllib.parse import urlencode

from cli import render, render_usage
from cli.console import SIMULATED, console, usd
from cli.target import Target
from contracts.errors import AutoRoutingError
from contracts.savings import SavingsView
from contracts.usage import CLASSIFIER, RowPage, UsageRow
from local.gateway import USER, Gateway, gateway, kilo_run, sample_case
from local.stack import Endpoints

REASONS = {
    "cheapest_meeting_the_bar": "cheapest proven",
    "best_of_unproven": "best, none proven",
    "incumbent_kept": "no switch: it would not pay",
    "in_tool_loop": "kept: its tools are at work",
}


def beside(target: Target) -> AbstractContextManager[Gateway]:
    """Serve beside the stack, which keeps the usage rows."""
    provider, outputs = target.provider(), target.outputs
    return gateway(provider, outputs.decide_url, target.decide_secret, stack=Endpoints.load())


def serve(target: Target) -> None:
    """Show a session with its rows, and what it saved. Raises AutoRoutingError if it failed."""
    with beside(target) as front:
        session = kilo_run(front, sample_case())
    if session.exit_code:
        raise AutoRoutingError(f"the kilo CLI failed: {session.errors[-1000:]}")
    asked = urlencode({"user": USER, "session": session.session_id})
    rows = RowPage.from_wire(target.admin.call("GET", f"/admin/usage/rows?{asked}")).rows
    _show(rows, passed=session.passed)
    saved = target.admin.call("GET", f"/admin/usage/savings?{asked}")
    console.print(render_usage.savings(SavingsView.from_wire(saved)))


def _show(rows: Sequence[UsageRow], *, passed: bool) -> None:
    shown = render.grid(f"One kilo session ({SIMULATED} models)", "turn", "served", "why", "cost")
    costs = [None if row.cost_usd is None else float(row.cost_usd) for row in rows]
    turns = count(1)
    for row, cost in zip(rows, costs, strict=True):
        turn, why = ("", "classified") if row.model == CLASSIFIER else (next(turns), row.reason)
        shown.add_row(str(turn), row.model, REASONS.get(why, why), usd(cost))
    shown.caption = f"its task was {'' if passed else 'not '}solved"
    shown.add_row("sum", "", "", usd(sum(cost or 0 for cost in costs)))
    console.print(shown)
