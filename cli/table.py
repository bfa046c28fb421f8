"""Show, publish, hold and roll back the routing table: `autoroute table`."""

from collections.abc import Iterator
from typing import Annotated, Any

import typer
from rich.console import Group
from rich.text import Text

from cli import render, render_evaluation, render_table
from cli.choice import choice
from cli.console import console
from cli.evaluate import shown as last_evaluation
from contracts.admin import DraftList, History, TableView
from contracts.publication import Draft

app = typer.Typer(help="Show, publish, hold and roll back the routing table.")
Version = Annotated[str, typer.Argument(help="Version, from `autoroute table drafts`.")]
Why = Annotated[str, typer.Option(help="Reason, kept in the history.")]


@app.callback(invoke_without_command=True)
def live(context: typer.Context) -> None:
    """Without a command: show the live routing table."""
    if context.invoked_subcommand is not None:
        return
    found = TableView.from_wire(_admin("GET", "/admin/routing-table"))
    none = (
        "no routing table is published yet; measure candidates with `autoroute run start decider`"
    )
    shown = render.routing_table(found.table) if found.table else none
    lines = [*render_table.standing(found), *(_router(None) if found.table else ())]
    console.print(Group(shown, *map(Text, lines)))


@app.command("drafts")
def drafts() -> None:
    """List the drafts, newest first."""
    found = DraftList.from_wire(_admin("GET", "/admin/tables"))
    console.print(render_table.drafts(found.drafts))


@app.command("draft")
def draft(version: Version) -> None:
    """Show a draft, the changes that it makes, and the gate's objections."""
    found = Draft.from_wire(_admin("GET", f"/admin/tables/{version}"))
    shown = render.routing_table(found.table)
    console.print(Group(shown, *render_table.gate(found), *map(Text, _router(version))))


@app.command("publish")
def publish(
    version: Version,
    why: Why,
    force: Annotated[
        bool, typer.Option("--force", help="Publish in spite of the gate's refusals.")
    ] = False,
) -> None:
    """Make a draft live. `/decide` uses it within 60 seconds."""
    path = f"/admin/tables/{version}/publish"
    found = Draft.from_wire(_admin("POST", path, {"why": why, "force": force}))
    console.print(f"{found.table.version} is live")


@app.command("rollback")
def rollback(why: Why) -> None:
    """Make the table that was live before live again, and hold it."""
    found = Draft.from_wire(_admin("POST", "/admin/routing-table/rollback", {"why": why}))
    console.print(
        f'{found.table.version} is live again and held; `autoroute table release --why "..."` lets '
        "the next run publish"
    )


@app.command("hold")
def hold(why: Why) -> None:
    """Stop publishing until `autoroute table release`."""
    _admin("POST", "/admin/routing-table/hold", {"why": why})
    console.print('held; runs leave drafts until `autoroute table release --why "..."`')


@app.command("release")
def release(why: Why) -> None:
    """End a hold. Drafts made during it wait for `autoroute table publish`."""
    _admin("POST", "/admin/routing-table/release", {"why": why})
    console.print(
        "hold ended; the next run may publish, and `autoroute table drafts` lists waiting drafts"
    )


@app.command("history")
def history() -> None:
    """List each act on the live table: time, action, person and reason."""
    found = History.from_wire(_admin("GET", "/admin/publications"))
    console.print(Group(*render_table.history(found)))


def _router(version: str | None) -> Iterator[str]:
    """Yield the last evaluation of a version, or of the live table, in a line."""
    found = last_evaluation(choice.target().admin, version).evaluation
    if found:
        yield render_evaluation.headline(found.headline)
    else:
        yield "whole router: not evaluated yet; `autoroute evaluate` does it"


def _admin(method: str, path: str, body: Any = None) -> dict[str, Any]:
    return choice.target().admin.call(method, path, body)
