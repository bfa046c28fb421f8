"""Show what was used, by user, day or model, and what it saved: `autoroute usage`."""

import json
from collections.abc import Iterator
from itertools import groupby
from typing import Annotated, Any, Literal
from urllib.parse import quote, urlencode

import typer
from rich.text import Text

from cli import render_usage
from cli.choice import choice
from cli.console import console
from contracts.errors import AutoRoutingError
from contracts.savings import SavingsView
from contracts.usage import RowPage, UsagePage, UsageRow, Used, total

_PAGES = 500  # chosen: half a million lines; more would fill the memory
By = Literal["user", "day", "model"]


def usage(
    user: Annotated[str | None, typer.Option(help="Only this user.")] = None,
    model: Annotated[str | None, typer.Option(help="Only this model.")] = None,
    since: Annotated[str | None, typer.Option(help="First day, as 2026-11-01, in UTC.")] = None,
    until: Annotated[str | None, typer.Option(help="Last day; today if left out.")] = None,
    by: Annotated[By, typer.Option(help="What a line stands for.")] = "model",
    session: Annotated[
        str | None, typer.Option(help="Show the rows of this session of the user.")
    ] = None,
    savings: Annotated[
        bool, typer.Option("--savings", help="Show what the user, or the session, saved.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show requests, tokens and costs of the gateway's users, the last 30 days if no other."""
    if (session or savings) and not user:
        raise AutoRoutingError("--session and --savings are of one user; add --user USER")
    asked = {"user": user, "session": session, "since": since, "until": until, "model": model}
    if savings:
        found = SavingsView.from_wire(_get("/admin/usage/savings", asked))
        _show(found.wire(), render_usage.savings(found), as_json=as_json)
    elif session:
        rows = list(_rows(asked))
        _show([row.wire() for row in rows], render_usage.rows(rows), as_json=as_json)
    else:
        lines = grouped(_lines(asked), by)
        _show([line.wire() for line in lines], render_usage.lines(lines, by), as_json=as_json)


def _show(data: Any, shown: Any, *, as_json: bool) -> None:
    if as_json:
        console.print(Text(json.dumps(data)), soft_wrap=True)
    else:
        console.print(shown)


def grouped(lines: list[Used], by: By) -> list[Used]:
    """Return the exact sums of the lines, one for each user, day or model, in their order."""
    field = {"user": "user_id", "day": "day", "model": "model"}[by]

    def name(line: Used) -> str:
        return str(getattr(line, field))

    found = groupby(sorted(lines, key=name), key=name)
    return [total(same, **{by: value}) for value, same in found]


def _lines(asked: dict[str, str | None]) -> list[Used]:
    pages = _pages("/admin/usage", asked)
    return [line for page in pages for line in UsagePage.from_wire(page).lines]


def _rows(asked: dict[str, str | None]) -> Iterator[UsageRow]:
    for page in _pages("/admin/usage/rows", asked):
        yield from RowPage.from_wire(page).rows


def _pages(path: str, asked: dict[str, str | None]) -> Iterator[dict[str, Any]]:
    after = None
    for _ in range(_PAGES):
        page = _get(path, {**asked, "after": after})
        yield page
        after = page["next"]
        if after is None:
            return
    raise AutoRoutingError("too much to add up at once; name fewer days with --since and --until")


def _get(path: str, asked: dict[str, str | None]) -> dict[str, Any]:
    given = {name: value for name, value in asked.items() if value is not None}
    # A signature covers `%20`, and not `+`.
    return choice.target().admin.call("GET", f"{path}?{urlencode(given, quote_via=quote)}")
