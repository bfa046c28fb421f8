"""Show the progress of runs until they end."""

import time
from collections.abc import Sequence
from http import HTTPStatus

from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)

from adapters.own_api.admin_api import AdminApi, AdminRefused
from cli.console import console, usd
from contracts.admin import RunView
from contracts.publication import Draft
from contracts.run import RunStatus

_POLL_SECONDS = 1.0
_LINE_SECONDS = 15.0  # chosen: for logs
_DRAFT_POLLS = 20  # chosen: with a poll a second, 20 s


def watch(admin: AdminApi, run_ids: Sequence[str]) -> list[RunView]:
    """Show cases done, spend, failures and the time left until all runs have ended. Return the
    runs."""
    views = [show(admin, run_id) for run_id in run_ids]
    with _bars() as progress:
        bars = [progress.add_task(view.run.kind, total=_expected(view), text="") for view in views]
        began = said = time.monotonic()
        while True:
            views = [_fresh(admin, view) for view in views]
            for bar, view in zip(bars, views, strict=True):
                _update(progress, bar, view)
            if all(view.run.status is not RunStatus.RUNNING for view in views):
                return views
            if not console.is_terminal and time.monotonic() - said > _LINE_SECONDS:
                said = time.monotonic()
                _say(views, said - began)
            time.sleep(_POLL_SECONDS)


def show(admin: AdminApi, run_id: str) -> RunView:
    return RunView.from_wire(admin.call("GET", f"/admin/runs/{run_id}"))


def wait_for_draft(admin: AdminApi, version: str) -> Draft:
    """Return the draft of a run that has just ended; it is computed a moment later. Raises
    AdminRefused if it does not come."""
    left = _DRAFT_POLLS
    while True:
        try:
            return Draft.from_wire(admin.call("GET", f"/admin/tables/{version}"))
        except AdminRefused as error:
            left -= 1
            if error.status != HTTPStatus.NOT_FOUND or not left:
                raise
        time.sleep(_POLL_SECONDS)


def _fresh(admin: AdminApi, view: RunView) -> RunView:
    return show(admin, view.run.run_id) if view.run.status is RunStatus.RUNNING else view


def _bars() -> Progress:
    return Progress(
        TextColumn("{task.description:<10}"),
        BarColumn(bar_width=30),
        MofNCompleteColumn(),
        TextColumn("{task.fields[text]}"),
        TimeRemainingColumn(),
        console=console,
        disable=not console.is_terminal,
    )


def _update(progress: Progress, bar: TaskID, view: RunView) -> None:
    progress.update(bar, completed=_done(view), total=_expected(view), text=_text(view))


def _say(views: Sequence[RunView], seconds: float) -> None:
    """Print a line for logs, where no bar can move."""
    for view in views:
        done, expected = _done(view), _expected(view)
        left = f"about {seconds * (expected - done) / done:.0f} s left" if done else "starting"
        console.print(f"  {view.run.kind}: {done}/{expected} cases, {_text(view)}, {left}")


def _done(view: RunView) -> int:
    return sum(lane.done for lane in view.lanes)


def _expected(view: RunView) -> int:
    if not view.lanes:
        return view.run.expected(view.run.entrants[0]) * view.run.lanes
    return sum(lane.expected for lane in view.lanes)


def _text(view: RunView) -> str:
    spent = sum(lane.cost_usd for lane in view.lanes)
    unpriced = sum(lane.unpriced for lane in view.lanes)
    failed, holes = sum(x.failed for x in view.lanes), sum(x.holes for x in view.lanes)
    more = f" + {unpriced} unpriced" if unpriced else ""
    return f"spent {usd(round(spent, 4))}{more}, {failed} failed, {holes} holes"
