"""Retire, move and restore cases, and add private ones: part of `autoroute dataset`."""

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Group

from cli import render_bank
from cli.choice import choice
from cli.console import console
from cli.part import problems_of, read_part
from contracts.admin import DatasetView
from contracts.bank import SHIPPED_WEIGHT
from contracts.digest import digest_of
from contracts.errors import AutoRoutingError
from contracts.tier import Tier
from functions.benchmark.cases.parts import pieces_of

app = typer.Typer()
CaseArgument = Annotated[str, typer.Argument(metavar="CASE", help="Id of the case.")]
Why = Annotated[str, typer.Option(help="Reason, kept in the history.")]


@app.command()
def retire(case: CaseArgument, why: Why) -> None:
    """Take a case out of later runs, until it is restored."""
    _case(case, _post("retire", {"caseId": case, "why": why}))


@app.command()
def retier(
    case: CaseArgument,
    tier: Annotated[Tier, typer.Argument(help="The tier in which it stands from now on.")],
    why: Why,
) -> None:
    """Move a case to another tier in later runs."""
    _case(case, _post("retier", {"caseId": case, "tier": tier.value, "why": why}))


@app.command()
def restore(case: CaseArgument, why: Why) -> None:
    """Take a case in again, in its author's tier."""
    _case(case, _post("restore", {"caseId": case, "why": why}))


@app.command()
def history() -> None:
    """List each act on the cases: time, action, person and reason."""
    console.print(Group(*render_bank.history(_bank())))


@app.command()
def add(
    path: Annotated[
        Path,
        typer.Argument(exists=True, file_okay=False, help="Folder with decider/ or worlds/."),
    ],
    name: Annotated[
        str | None, typer.Option(help="Name of the part; the folder's, if left out.")
    ] = None,
    weight: Annotated[
        float, typer.Option(help="Its share in a limited run, beside 1 for the shipped cases.")
    ] = SHIPPED_WEIGHT,
    why: Why = "added",
) -> None:
    """Check private cases here, and add them to those of the deployment."""
    part = read_part(path, name or path.resolve().name)
    found = list(problems_of(part, path, lambda case: console.print(f"trying {case}")))
    for problem in found:
        console.print(f"[red]{problem}[/]", soft_wrap=True)
    if found:
        raise AutoRoutingError(f"{len(found)} problems in {path}, listed above; nothing was sent")
    texts = pieces_of(part)
    digests = [digest_of(text) for text in texts]
    for digest, text in zip(digests, texts, strict=True):
        _admin("POST", "/admin/dataset/pieces", {"digest": digest, "text": text})
    body = {"name": part.name, "weight": weight, "pieces": digests, "why": why}
    console.print(Group(*render_bank.parts(_post("parts", body))))


@app.command("parts")
def list_parts() -> None:
    """List the shipped and private parts with their weights and cases by tier."""
    console.print(Group(*render_bank.parts(_bank())))


@app.command()
def drop(
    name: Annotated[str, typer.Argument(help="Name of the part.")],
    why: Why,
) -> None:
    """Take a private part out of later runs."""
    console.print(Group(*render_bank.parts(_post("drop", {"name": name, "why": why}))))


def _case(case_id: str, found: DatasetView) -> None:
    stands = next((case for case in found.cases if case.case_id == case_id), None)
    as_given = f"{case_id}: stands as its author gave it"
    console.print(render_bank.standing(stands) if stands else as_given, soft_wrap=True)


def _bank() -> DatasetView:
    return DatasetView.from_wire(_admin("GET", "/admin/dataset"))


def _post(act: str, body: dict[str, Any]) -> DatasetView:
    return DatasetView.from_wire(_admin("POST", f"/admin/dataset/{act}", body))


def _admin(method: str, path: str, body: Any = None) -> dict[str, Any]:
    return choice.target().admin.call(method, path, body)
