"""Each package starts with a map: one line for each module and sub-package in its folder."""

import ast
import re
from pathlib import Path

import pytest

from tests.packages import PACKAGES

ROOT = Path(__file__).resolve().parents[2]
ROOTS = (*PACKAGES, "benchmarks")


def children(package: Path) -> list[str]:
    modules = [path.stem for path in package.glob("*.py") if path.stem != "__init__"]
    folders = [path.name for path in package.iterdir() if any(path.glob("**/*.py"))]
    return sorted([*modules, *folders])


def packages() -> list[str]:
    files = (path for root in ROOTS for path in (ROOT / root).rglob("*.py"))
    folders = sorted({path.parent for path in files})
    return [str(f.relative_to(ROOT)) for f in folders if len(children(f)) > 1]


def docstring(package: str) -> str:
    return ast.get_docstring(ast.parse((ROOT / package / "__init__.py").read_text())) or ""


def test_each_root_has_packages() -> None:
    assert {package.partition("/")[0] for package in packages()} == set(ROOTS)


@pytest.mark.parametrize("package", packages())
def test_a_map_names_each_module_once_and_nothing_else(package: str) -> None:
    named = re.findall(r"^(\w+): \S.*$", docstring(package), re.M)
    assert sorted(named) == children(ROOT / package)


@pytest.mark.parametrize("package", packages())
def test_a_map_starts_with_what_the_package_is(package: str) -> None:
    first, _, _ = docstring(package).partition("\n\n")
    assert first.endswith(".")
    assert not re.match(r"\w+: ", first)
