"""The docstring of each package is a map: it names each module of the package, and no other."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("adapters", "benchmarks", "cli", "container", "infra", "local")
PACKAGES = [p for folder in FOLDERS for p in sorted((ROOT / folder).rglob("__init__.py"))]


def modules(folder: Path) -> set[str]:
    inside = {path.parent for path in folder.glob("*/__init__.py")}
    return {path.stem for path in (*folder.glob("*.py"), *inside)} - {"__init__"}


@pytest.mark.parametrize("package", PACKAGES, ids=lambda path: str(path.parent.relative_to(ROOT)))
def test_a_map_names_each_module_once(package: Path) -> None:
    text = ast.get_docstring(ast.parse(package.read_text())) or ""
    named = re.findall(r"^(\w+): .+$", text, re.M)
    assert sorted(named) == sorted(modules(package.parent))
