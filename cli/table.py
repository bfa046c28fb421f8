"""`autoroute table`: what is live, what may become it, and back again."""

from typing import Annotated, Any

import typer
from rich.console import Group
from rich.text import Text

from cli import render, render_table
from cli.choice import choice
from cli.console import console
from contracts.admin import DraftList, History, TableView
from contracts.publication import Draft

app = typer.Typer(help="The routing table: shown, published, held, rolled back.")
Why = Annotated[str, typer.Option(help="The reason, for whoever reads the history.")]


@app.callback(invoke_without_command=True)
def live(context: typer.Context) -> None:
    """Without a command: show the live routing table."""
    if context.invoked_subcommand is not None:
        return
    found = TableView.from_wire(_admin("GET", "/admin/routing-table"))
    shown = (
        render.routing_table(found.table) if found.table else "no routing table is published yet"
    )
    console.print(Group(shown, *map(Text, render_table.standing(found))))


@app.command("drafts")
def drafts() -> None:
    """List the tables that runs made, newest first."""
    found = DraftList.from_wire(_admin("GET", "/admin/tables"))
    console.print(render_table.drafts(found.drafts))


@app.command("draft")
def draft(version: str) -> None:
    """Show a draft, what it would change, and what the gate says."""
    found = Draft.from_wire(_admin("GET", f"/admin/tables/{version}"))
    console.print(Group(render.routing_table(found.table), *render_table.gate(found)))


@app.command("publish")
def publish(
    version: str,
    why: Why,
    force: Annotated[bool, typer.Option("--force", help="Overrule the gate.")] = False,
) -> None:
    """Make a draft live. Readers see it within 60 seconds."""
    path = f"/admin/tables/{version}/publish"
    found = Draft.from_wire(_admin("POST", path, {"why": why, "force": force}))
    console.print(f"{found.table.version} is live")


@app.command("rollback")
def rollback(why: Why) -> None:
    """Back to what was live before, and hold it there."""
    found = Draft.from_wire(_admin("POST", "/admin/routing-table/rollback", {"why": why}))
    console.print(
        f"{found.table.version} is live again and held; `autoroute table release` lets the next "
        "run publish"
    )


@app.command("hold")
def hold(why: Why) -> None:
    """Publish nothing until it is released."""
    _admin("POST", "/admin/routing-table/hold", {"why": why})
    console.print("held; runs leave drafts, `autoroute table release` ends it")


@app.command("release")
def release(why: Why) -> None:
    """End a hold. Drafts made meanwhile wait for `autoroute table publish`."""
    _admin("POST", "/admin/routing-table/release", {"why": why})
    console.print("released")


@app.command("history")
def history() -> None:
    """Show who did what to the live table, when and why."""
    found = History.from_wire(_admin("GET", "/admin/publications"))
    console.print(Group(*render_table.history(found.publications)))


def _admin(method: str, path: str, body: Any = None) -> dict[str, Any]:
    return choice.target().admin.call(method, path, body)
