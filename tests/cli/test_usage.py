"""`autoroute usage`: pages are added up exactly, and what is unknown is not 0."""

import json
from decimal import Decimal
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from typer.testing import CliRunner

from cli.choice import choice
from cli.console import console
from cli.main import app
from contracts.savings import Savings, SavingsView
from contracts.usage import RowPage, UsagePage, Used
from tests.gateway.usage import row


def line(user: str, model: str, cost: str | None, **more: Any) -> Used:
    usd, unknown = (None, 1) if cost is None else (Decimal(cost), 0)
    sums = {"requests": 1, "attempts": 1, "cost_usd": usd, "unknown_costs": unknown, **more}
    return Used(user_id=user, day="2026-11-01", model=model, **sums)


PAGES = [
    UsagePage(lines=(line("ann", "v/a", "0.1"), line("bob", "v/a", "0.2")), next="two"),
    UsagePage(lines=(line("bob", "v/b", None),)),
]
SAVED = Savings(
    model="v/dear",
    turns=3,
    unknown=1,
    served_usd=0.5,
    classifier_usd=0.01,
    unknown_classifier_costs=0,
    other_usd=0.4,
    saved_usd=-0.11,
)
VIEW = SavingsView(
    user_id="u",
    session_id=None,
    since="2026-11-01",
    until="2026-11-30",
    simulated=False,
    fallback=SAVED,
    best=None,
)
ANSWERS = {
    "/admin/usage/rows": RowPage(rows=(row(1), row(2, cost_usd=None))),
    "/admin/usage/savings": VIEW,
}


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    paths: list[str] = []

    def call(verb: str, path: str) -> Any:
        paths.append(path)
        parts = urlsplit(path)
        page = PAGES["after" in parse_qs(parts.query)]
        return ANSWERS.get(parts.path, page).wire()

    target = SimpleNamespace(admin=SimpleNamespace(call=call))
    monkeypatch.setattr(type(choice), "target", lambda _: target)
    monkeypatch.setattr(console, "width", 160)
    return paths


def said(*words: str) -> str:
    done = CliRunner().invoke(app, ["usage", *words])
    assert done.exit_code == 0, done.output
    return done.output


def test_the_pages_of_a_query_are_added_up_to_the_last_digit(asked: list[str]) -> None:
    (only,) = json.loads(said("--by", "day", "--json", "--since", "2026-11-01"))
    assert (only["costUsd"], only["unknownCosts"], only["requests"]) == ("0.3", 1, 3)
    assert (only["day"], only["userId"]) == ("2026-11-01", None)
    assert asked == ["/admin/usage?since=2026-11-01", "/admin/usage?since=2026-11-01&after=two"]


def test_a_cost_that_is_unknown_is_shown_as_unknown(asked: list[str]) -> None:
    shown = {
        words[0]: words for text in said("--by", "user").splitlines() if (words := text.split())
    }
    assert shown["ann"][-2:] == ["$0.1", "none"]
    assert shown["bob"][-5:] == ["$0.2", "+", "1", "unknown", "none"]
    assert shown["sum"][-5:] == ["$0.3", "+", "1", "unknown", "none"]
    models = {words[0]: words for text in said().splitlines() if (words := text.split())}
    assert models["v/b"][-2:] == ["unknown", "none"]


def test_what_a_user_names_is_quoted_as_a_signature_needs_it(asked: list[str]) -> None:
    said("--user", "ann b+c&d", "--model", "v/a")
    assert asked[0] == "/admin/usage?user=ann%20b%2Bc%26d&model=v%2Fa"


def test_the_rows_of_a_session_and_the_savings_of_a_user_are_shown(asked: list[str]) -> None:
    assert said("--user", "u", "--session", "s").count("v/cheap") == 2
    shown = said("--user", "u", "--savings")
    assert "fallback: v/dear" in shown
    assert "-$0.11" in shown
    assert "best: none" in shown
    assert asked == ["/admin/usage/rows?user=u&session=s", "/admin/usage/savings?user=u"]


@pytest.mark.parametrize("option", [("--savings",), ("--session", "s")])
def test_savings_and_sessions_are_of_one_user(option: tuple[str, ...], asked: list[str]) -> None:
    done = CliRunner().invoke(app, ["usage", *option])
    assert "add --user USER" in str(done.exception)
    assert asked == []
