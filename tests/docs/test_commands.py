"""Each `autoroute` command that is documented or printed can be pasted."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from cli.main import app
from tests.docs.test_glossary import messages

ROOT = Path(__file__).resolve().parents[2]
COMMAND = re.compile(r"^(?:\S*/)?autoroute (.+)", re.M)
# In the place of what a user fills in.
FILLED = {"FILE": "README.md", "PATH": "datasets", "FOLDER": "datasets"}


def spans() -> Iterator[tuple[str, bool]]:
    """Yield commands, and whether each has to be complete: in prose a name alone will do."""
    for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("datasets/*.md")):
        text = path.read_text()
        for block in re.findall(r"^```\w*\n(.*?)^```", text, re.S | re.M):
            yield from ((span, True) for span in COMMAND.findall(block))
        yield from _inline(re.sub(r"^```.*?^```", "", text, flags=re.S | re.M), False)
    for _, text in messages():
        yield from _inline(text, True)


def _inline(text: str, complete: bool) -> Iterator[tuple[str, bool]]:
    for span in re.findall(r"`([^`]+)`", text):
        for command in COMMAND.findall(" ".join(span.split())):
            yield command, complete


def parse(words: list[str], *, complete: bool) -> None:
    """Raise what the command line says of a command."""
    context: Any = get_command(app).make_context("autoroute", list(words))
    while getattr(context.command, "commands", {}):
        rest = [*context._protected_args, *context.args]
        if not rest:
            return
        _, command, rest = context.command.resolve_command(context, rest)
        if not rest and not complete:
            return
        context = command.make_context(command.name, rest, parent=context)


def test_every_command_in_code_exists_and_parses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("AUTOROUTE_PROVIDER_KEY", "key")
    found = {(span, full) for span, full in spans() if "[--" not in span and "--help" not in span}
    assert len(found) > 30
    wrong: dict[str, str] = {}
    for span, complete in found:
        try:
            words = [FILLED.get(word, word) for word in shlex.split(span, comments=True)]
            parse(words, complete=complete)
        except Exception as error:
            wrong[span] = getattr(error, "message", repr(error))
    assert wrong == {}
