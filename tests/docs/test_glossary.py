"""Each term that a user meets is explained, and no retired word comes back."""

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic.alias_generators import to_snake
from typer.main import get_command

import contracts
from cli.main import app
from contracts.control_record import ControlRecord
from contracts.hot_record import HotRecord
from tests.packages import PACKAGES

ROOT = Path(__file__).resolve().parents[2]
TERMS = re.findall(r"^- \*\*(.+?)\*\*: .+\.$", (ROOT / "docs/glossary.md").read_text(), re.M)
# Words with their everyday meaning, by why they need no entry.
EVERYDAY = {
    "grammar": """after against alone at because before by for from going has in not of or other
        out per since the to until up was what why""",
    "time": """age completed day done expires first generated issued last latest minutes ms new
        next number hour pause refresh seconds started time timed timeout took updated""",
    "amounts": """avg bytes comparison count difference expected high least length level low lower
        max mean measured measurements medium min missing none share size upper usd value values""",
    "forms of words in the glossary": """evaluate held measure misrouted passes published refusals
        retry serving statuses summaries threshold""",
    "said in the words beside them": """allowed answer apply auto best change chosen compute denied
        detail excluded factor failed known meets need outcome outside reasoning replaced required
        requires risk running saved seen subtask type wanted wrong""",
    "software": """agent api args body cached calls cli client code completion complexity
        concurrency config enqueued error events execution exit explain explanation files flags
        hints id image input key kind machine message mode name options output pattern prefix
        prompt raw report request requested runners script server source state status stream steps
        system text tools user write""",
}


def words(name: str) -> set[str]:
    return {word.rstrip("s") for word in re.findall(r"[a-z][a-z0-9]*", to_snake(name).lower())}


EXPLAINED = set[str]().union(*map(words, [*TERMS, *EVERYDAY.values()]))


def headings() -> Iterator[str]:
    """Yield the columns of each `grid(title, *columns)` of the command line."""
    for path in (ROOT / "cli").rglob("*.py"):
        tree = ast.parse(path.read_text())
        for call in ast.walk(tree):
            if isinstance(call, ast.Call) and ast.unparse(call.func).endswith("grid"):
                for column in call.args[1:]:
                    yield from _texts(column, tree)


def _texts(node: ast.AST, tree: ast.AST) -> Iterator[str]:
    for part in ast.walk(node):
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield part.value
        if isinstance(part, ast.Name):
            for line in ast.walk(tree):
                if isinstance(line, ast.Assign) and part.id in map(ast.unparse, line.targets):
                    yield from _texts(line.value, ast.Module([], []))


def fields() -> Iterator[str]:
    """Yield the fields of every record of the contracts: users meet them as JSON."""
    for module in pkgutil.walk_packages(contracts.__path__, "contracts."):
        importlib.import_module(module.name)
    for kind in (*_below(ControlRecord), *_below(HotRecord)):
        if kind.__module__.startswith("contracts."):
            yield from getattr(kind, "model_fields", None) or kind.__struct_fields__


def _below(kind: Any) -> Iterator[Any]:
    for each in kind.__subclasses__():
        yield each
        yield from _below(each)


def test_the_glossary_is_in_order_and_names_each_term_once() -> None:
    assert sorted(set(TERMS), key=str.casefold) == TERMS
    assert len(TERMS) == (ROOT / "docs/glossary.md").read_text().count("\n- ")


@pytest.mark.parametrize("names", [headings, fields])
def test_every_term_that_a_user_meets_is_explained(names: Any) -> None:
    """Add a missing word to docs/glossary.md, or to EVERYDAY if every user knows it."""
    found = list(names())
    assert len(found) > 50
    assert {name: words(name) - EXPLAINED for name in found if words(name) - EXPLAINED} == {}


RETIRED = {
    r"golden": "task, case",
    r"stratum|strata": "tier or route",
    r"dead_lettered": "dead-lettered",
    r"settled?": "decided, dead-lettered",
    r"who|whom|whoever": "a candidate that, the person",
    r"(?:no|some|any|every)body|(?:some|any|every)one": "no candidate, a user",
    r"what (?:there is|is there)": "the results so far",
    r"looks? spared|spares?|spared": "early stopping saved",
    r"any more": "no longer",
    r"anew": "again",
    r"dear(?:er|est)?": "more expensive",
    r"(?:is|are) due": "at least … are needed",
}
# The classifier's prompt: with another text, its benchmark results are no longer valid.
PROMPT = ROOT / "contracts/taxonomy.py"


def documents() -> Iterator[tuple[str, str]]:
    for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("datasets/*.md")):
        prose = re.sub(r"```.*?```|^    .*?$|\]\(.*?\)", "", path.read_text(), flags=re.S | re.M)
        yield path.name, prose


def helps() -> Iterator[tuple[str, str]]:
    commands: list[Any] = [get_command(app)]
    for command in commands:
        commands += getattr(command, "commands", {}).values()
        yield command.name, command.help or ""
        yield from (
            (f"{command.name} {p.name}", getattr(p, "help", "") or "") for p in command.params
        )
    yield "Makefile", "\n".join(re.findall("## (.*)", (ROOT / "Makefile").read_text()))


def messages() -> Iterator[tuple[str, str]]:
    """Yield every text of several words in the code that is not a docstring."""
    for folder in PACKAGES:
        for path in (ROOT / folder).rglob("*.py"):
            tree = ast.parse(path.read_text())
            notes = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}
            texts = [
                n for n in ast.walk(tree) if isinstance(n, ast.Constant) and id(n) not in notes
            ]
            for text in texts if path != PROMPT else ():
                if " " in str(text.value):
                    yield f"{path.relative_to(ROOT)}:{text.lineno}", str(text.value)


FOLDERS = (*PACKAGES, "benchmarks", "tests")


def notes() -> Iterator[tuple[str, str]]:
    """Yield the docstrings and comments of the code."""
    for folder in FOLDERS:
        for path in (ROOT / folder).rglob("*.py"):
            text = path.read_text()
            where = str(path.relative_to(ROOT))
            for node in ast.walk(ast.parse(text)):
                if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
                    yield where, ast.get_docstring(node) or ""
            yield where, "\n".join(re.findall(r"^\s*# (.*)$", text, re.M))


@pytest.mark.parametrize("texts", [documents, helps, messages, notes])
def test_no_retired_word_comes_back(texts: Any) -> None:
    """`code` may hold them: names of fields and columns are not words of ours."""
    found = [
        f"{where}: {hit.group()!r}, say {instead!r}"
        for where, text in texts()
        for word, instead in RETIRED.items()
        for hit in re.finditer(rf"\b(?:{word})\b", re.sub(r"`[^`]*`", "", text), re.I)
    ]
    assert found == []


def test_no_file_names_a_package_registry() -> None:
    """Lock files say where a package comes from; requests to classify may hold anything."""
    hosts = re.compile(r"\b(?:pypi|pythonhosted|npmjs)\b", re.I)
    skipped = {"node_modules", ".venv", "build", ".git", "training", "uv.lock", Path(__file__).name}
    kinds = {".md", ".py", ".toml", ".json", ".txt", ".mjs", ".yml", ""}
    ours = [p for p in ROOT.rglob("*") if p.suffix in kinds and p.is_file()]
    named = [
        str(p.relative_to(ROOT))
        for p in ours
        if not skipped & set(p.parts)
        and p.name != "package-lock.json"
        and hosts.search(p.read_text(errors="ignore"))
    ]
    assert named == []
