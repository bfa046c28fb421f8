"""Evaluate the whole router: `autoroute evaluate`."""

import time
from datetime import datetime
from typing import Annotated
from urllib.parse import urlencode

import typer
from rich.console import Group

from adapters.own_api.admin_api import AdminApi
from cli import render_evaluation
from cli.choice import choice
from cli.console import console
from contracts.admin import EvaluationView
from contracts.errors import AutoRoutingError
from contracts.evaluation import Evaluation

_POLL_SECONDS = 1.0
_POLLS = 600  # chosen: ten minutes, for a slow classifier


def evaluate(
    version: Annotated[
        str | None,
        typer.Argument(help="Version, from `autoroute table drafts`; else the live one."),
    ] = None,
    last: Annotated[
        bool, typer.Option("--last", help="Show the last evaluation and start none.")
    ] = False,
    routes: Annotated[
        bool, typer.Option("--routes", help="Also show the router by route.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show what the whole router solves and costs, its classifier included.

    Each case is routed by a table that was built without it. It costs one classification of each
    task that the classifier in use has not classified yet.
    """
    admin = choice.target().admin
    found = shown(admin, version).evaluation if last else evaluated(admin, version)
    if found is None:
        raise AutoRoutingError("no evaluation is kept; `autoroute evaluate` starts one")
    if as_json:
        console.print_json(found.wire_json())
    else:
        console.print(Group(*render_evaluation.evaluation(found, routes=routes)))


def shown(admin: AdminApi, version: str | None) -> EvaluationView:
    """Return the last evaluation of a version, or of the live table."""
    query = f"?{urlencode({'version': version})}" if version else ""
    return EvaluationView.from_wire(admin.call("GET", f"/admin/evaluate{query}"))


def evaluated(admin: AdminApi, version: str | None) -> Evaluation:
    """Start an evaluation and return it when it has ended. Raises AutoRoutingError after ten
    minutes."""
    begun = EvaluationView.from_wire(admin.call("POST", "/admin/evaluate", {"version": version}))
    before = begun.evaluation.at if begun.evaluation else None
    return awaited(admin, begun.version, before)


def awaited(admin: AdminApi, version: str, before: datetime | None = None) -> Evaluation:
    """Return the evaluation of a version as soon as there is another than the one of `before`.
    Raises AutoRoutingError after ten minutes."""
    for _ in range(_POLLS):
        found = shown(admin, version).evaluation
        if found and found.at != before:
            return found
        time.sleep(_POLL_SECONDS)
    raise AutoRoutingError(
        f"the evaluation of {version} goes on; see `autoroute evaluate --last` later, and the log "
        "of the function Evaluate"
    )
