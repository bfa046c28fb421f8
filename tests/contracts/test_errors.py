"""Every exception that the project raises on purpose is in the tree of contracts/errors.py."""

import ast
import builtins
import re
from pathlib import Path

from contracts import errors
from tests.packages import PACKAGES

ROOT = Path(__file__).resolve().parents[2]
# The verifier's process holds nothing but one file, and ends with this.
APART = {"container/judge_program.py: Failed"}
FOREIGN = {"HTTPError", "RuntimeError"}


def classes() -> dict[str, tuple[str, str]]:
    """Return where each class is defined, and the first of its bases."""
    found = {}
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.ClassDef) and node.bases:
                    base = ast.unparse(node.bases[0]).rpartition(".")[2]
                    found[f"{path.relative_to(ROOT)}: {node.name}"] = (node.name, base)
    return found


def exceptions() -> dict[str, tuple[str, str]]:
    """Return those of `classes` that are exceptions."""
    every, known = classes(), {n for n, v in vars(builtins).items() if _raised(v)} | FOREIGN
    while more := {name for name, base in every.values() if base in known} - known:
        known |= more
    return {place: (name, base) for place, (name, base) in every.items() if base in known}


def _raised(value: object) -> bool:
    return isinstance(value, type) and issubclass(value, BaseException)


def test_every_exception_is_in_the_drawing_under_its_parent() -> None:
    drawn, parents = {"AutoRoutingError": "Exception"}, {0: "AutoRoutingError"}
    for bars, name in re.findall(r"^([│ ]*[├└]── )(\w+) ", errors.__doc__ or "", re.M):
        depth = len(bars) // 4
        parents[depth], drawn[name] = name, parents[depth - 1]
    found = {place: pair for place, pair in exceptions().items() if place not in APART}
    assert drawn == dict(found.values())
    assert len(found) == len(drawn), "two exceptions have one name"
