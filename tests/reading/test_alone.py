"""A gateway can use the reader without the rest: it imports Python's own library alone."""

import ast
import sys
from pathlib import Path

import reading


def test_only_the_standard_library_is_imported() -> None:
    found: set[str] = set()
    for path in Path(reading.__path__[0]).glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                found |= {each.name.partition(".")[0] for each in node.names}
            if isinstance(node, ast.ImportFrom):
                found.add((node.module or "").partition(".")[0])
    assert found - set(sys.stdlib_module_names) == {"reading"}
