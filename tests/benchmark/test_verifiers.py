"""No verifier passes a folder that only looks solved: it judges by what the files do, which it has
done elsewhere, and never believes a process that all is well.

`test_dataset.py` has the other half: each solution passes, each mistake and untouched fixture
fails."""

import ast
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from container.judge import judge
from contracts.check import Verifier
from contracts.dataset import DeciderCase
from functions.benchmark.cases.load import load_deciders
from local.proof import Hands, Workplace

VERIFIED = {case.case_id: case for case in load_deciders() if isinstance(case.check, Verifier)}
# Those on worlds are tried by `local.matrix`.
CASES = {case_id: case for case_id, case in VERIFIED.items() if case.world is None}

# These leave data, and no Python file of theirs is run: a hostile one beside the right data does no
# harm and rightly passes. So all of their files are replaced, data included.
DATA = {
    "agentic-execution-terminal-operations-dedupe-files",
    "agentic-execution-terminal-operations-rotate",
    "implementation-code-generation-sql-gaps",
    "implementation-test-creation-fixture-rows",
    "implementation-test-creation-table-cases",
    "refactoring-migration-ini-to-json",
    "refactoring-migration-log-schema",
}

EQUAL = """
class Anything:
    def __eq__(self, other):
        return True

    __hash__ = None

    def __call__(self, *args, **kwargs):
        return self

    def __getattr__(self, name):
        return self


def __getattr__(name):
    return Anything()
"""
FORGED = r"""
import os
import sys

sys.stdout.write('ok\n\n\x1etrue\n\x1e"the end"\n')
sys.stdout.flush()
os._exit(0)
"""
KEPT = (ast.Import, ast.ImportFrom, ast.Assign, ast.FunctionDef, ast.ClassDef)


def stub(text: str) -> str:
    """Return the names of a Python text, without what it does."""
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return ""
    tree.body = [node for node in tree.body if isinstance(node, KEPT)]
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            node.body = [ast.Return(ast.Constant(None))]
    return ast.unparse(ast.fix_missing_locations(tree))


HOSTILE: dict[str, Callable[[str], str]] = {
    "ends the process": lambda _: "import os\n\nos._exit(0)\n",
    "raises SystemExit": lambda _: "raise SystemExit(0)\n",
    "equals everything": lambda _: EQUAL,
    "forges the end": lambda _: FORGED,
    "is too deep for the parser": lambda _: f"x = {'-' * 90_000}1\n",
    "is a stub": stub,
}


@cache
def solved(case_id: str) -> dict[str, str]:
    """Return path and text of each file that the reference solution leaves."""
    with tempfile.TemporaryDirectory() as name:
        place = Workplace(CASES[case_id], Path(name))
        place.solve()
        paths = [path for path in place.folder.rglob("*") if path.is_file()]
        return {str(path.relative_to(place.folder)): path.read_text() for path in paths}


def replaced(case: DeciderCase) -> list[set[str]]:
    """Return which files are made hostile together: all, and those that the model has to write."""
    left = solved(case.case_id)
    if case.case_id in DATA:
        return [set(left)]
    every = {path for path in left if path.endswith(".py")}
    own = {path for path in every if left[path] != case.files.get(path)}
    return [every, own] if own and own != every else [every]


def verdict(case: DeciderCase, files: dict[str, str], folder: Path) -> bool | None:
    """Return the verdict on the files, or None if the judge failed."""
    folder.mkdir()
    assert isinstance(case.check, Verifier)
    place = Workplace(case.model_copy(update={"files": files}), folder)
    return judge(case.check.script, Hands(place.folder), None).passed


@pytest.mark.parametrize("case_id", CASES)
def test_an_empty_folder_fails(case_id: str, tmp_path: Path) -> None:
    assert verdict(CASES[case_id], {}, tmp_path / "empty") is False


@pytest.mark.parametrize("kind", HOSTILE)
@pytest.mark.parametrize("case_id", CASES)
def test_a_hostile_folder_fails(case_id: str, kind: str, tmp_path: Path) -> None:
    case, left = CASES[case_id], solved(case_id)
    for number, paths in enumerate(replaced(case)):
        assert paths
        files = left | {path: HOSTILE[kind](left[path]) for path in paths}
        assert verdict(case, files, tmp_path / str(number)) is False, sorted(paths)


@pytest.mark.parametrize("case_id", VERIFIED)
def test_a_verifier_itself_opens_and_runs_nothing(case_id: str) -> None:
    check = VERIFIED[case_id].check
    assert isinstance(check, Verifier)
    nodes = list(ast.walk(ast.parse(check.script)))
    named = {node.id for node in nodes if isinstance(node, ast.Name)}
    imported = {name.name for node in nodes if isinstance(node, ast.Import) for name in node.names}
    assert not named & {"open", "exec", "eval", "compile", "__import__"}
    assert not any(isinstance(node, ast.ImportFrom) for node in nodes)
    assert imported <= {"ast", "itertools", "json"}


@pytest.mark.parametrize(
    ("files", "script", "passed"),
    [
        ({"m.py": "n = 7"}, "assert observe('import m; show(m.n, (1,))') == [7, [1]]", True),
        ({"m.py": "n = 7"}, "assert observe('import m; show(m.n)') == [8]", False),
        ({"json.py": "1 / 0"}, "assert observe('show(1)') == [1]", True),
        ({"m.py": "print('x', end='')"}, "assert observe('import m; show(1)') == [1]", True),
        ({"m.py": "import sys; sys.stdout = None"}, "observe('import m; show(1)')", True),
        ({"m.py": "raise SystemExit"}, "observe('show(1); import m')", False),
        ({"m.py": "import os; os._exit(0)"}, "observe('show(1); import m')", False),
        ({"m.py": "import time; time.sleep(9)"}, "observe('import m', timeout=0.3)", False),
        ({}, "observe('show(object())')", False),
        ({}, r"assert not observe('show(chr(55296))'), '\ud800'", False),
        ({"a b": "é"}, "assert read('a b') == 'é' and files() == ['a b']", True),
        ({}, "run('ln', '-s', '/nowhere', 'a'); assert files() == ['a']", True),
        ({}, "write('a', 'x'); write('a', 'y'); assert read('a') == 'y'", True),
        ({}, "write('no/a', 'x')", False),
        ({}, "assert run('sh', '-c', 'cat; exit 3', input='x').code == 3", True),
        ({}, "raise SystemExit(0)", False),
    ],
)
def test_what_a_verifier_can_ask_for(
    files: dict[str, str], script: str, passed: bool, tmp_path: Path
) -> None:
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    assert judge(script, Hands(tmp_path), None).passed is passed
