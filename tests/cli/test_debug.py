"""The walls that an attack found are named, and a broken wall ends the command with an error."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from typer.testing import CliRunner

from cli import debug, render_walls
from cli.choice import Choice
from cli.main import app
from contracts.attempt import Meter
from contracts.debug import ATTACKER, DebugReport, DebugView, Wall
from tests.cli.test_render import text

HELD = Wall(name="no environment names a secret", held=True, detail="4 environments were read")
BROKEN = Wall(name="programs cannot be written", held=False, detail="[/usr/bin]")
TOLD = Wall(name="which addresses outside are reached", held=None, detail="not tried")
WHY_NOT = "not started as root, so models' commands run as the user that started it"


def report(*walls: Wall, why_not: str | None = None) -> DebugReport:
    meter = Meter.from_wire({"calls": 2, "promptTokens": 2, "completionTokens": 2, "costUsd": 0})
    return DebugReport(
        debug_id="d",
        model=ATTACKER,
        exit_code=0,
        timed_out=False,
        took_ms=9000,
        events=(),
        errors="",
        meter=meter,
        walls=walls,
        why_not=why_not,
    )


def test_each_wall_is_a_row_with_what_was_seen() -> None:
    shown = text(render_walls.walls((HELD, BROKEN, TOLD)))
    for words in ("held", "BROKEN", "not judged", "[/usr/bin]", "4 environments were read"):
        assert words in shown


def test_the_verdict_counts_and_says_why_walls_are_broken_without_users() -> None:
    first, *_, last = render_walls.verdict(report(HELD, BROKEN, TOLD, why_not=WHY_NOT))
    assert first == "1 walls held, 1 are broken, 1 are not judged."
    assert WHY_NOT in last


def test_an_attack_without_any_verdict_is_no_success() -> None:
    assert render_walls.broken(report()) == render_walls.broken(report(TOLD)) == 1


@dataclass
class Stack:
    """A stack that keeps its calls, and answers each time that the attack has found `walls`."""

    walls: tuple[Wall, ...] = (HELD,)
    asked: list[tuple[str, Any]] = field(default_factory=list)

    def admin(self, _method: str, path: str, body: Any = None) -> dict[str, Any]:
        self.asked.append((path, body))
        return DebugView(debug_id="d", report=report(*self.walls)).wire()


@pytest.fixture
def stack(monkeypatch: pytest.MonkeyPatch) -> Stack:
    found = Stack()
    monkeypatch.setattr(debug, "choice", Choice(local=True))
    monkeypatch.setattr(debug, "_admin", found.admin)
    return found


def run(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["debug-cli", *arguments])
    return done.exit_code, done.output


@pytest.mark.parametrize("local", [True, False])
def test_only_a_stack_on_aws_is_asked_to_try_the_world_outside(
    stack: Stack, monkeypatch: pytest.MonkeyPatch, local: bool
) -> None:
    monkeypatch.setattr(debug, "choice", Choice(local=local))
    code, shown = run("--attack-self")
    assert (code, "1 walls held, 0 are broken" in shown) == (0, True)
    assert stack.asked == [("/admin/attack-self", {"outside": not local})]


def test_a_broken_wall_ends_with_1(stack: Stack) -> None:
    stack.walls = (HELD, BROKEN)
    code, shown = run("--attack-self")
    assert (code, "BROKEN" in shown) == (1, True)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "MODEL and PROMPT are required, or --attack-self"),
        (("some/model",), "MODEL and PROMPT are required, or --attack-self"),
        (("some/model", "Hello", "--attack-self"), "calls no model"),
    ],
)
def test_what_is_missing_or_too_much_is_said(
    stack: Stack, arguments: tuple[str, ...], said: str
) -> None:
    code, shown = run(*arguments)
    words = " ".join(shown.replace("│", " ").split())
    assert (code, said in words, stack.asked) == (2, True, [])
