"""Each import contract is broken by a violation that is planted for it."""

import configparser
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.packages import PACKAGES

ROOT = Path(__file__).resolve().parents[1]
PLANTED = {
    "layers": [
        ("adapters/settings.py", "functions.publish.rank"),
        ("container/work.py", "functions.publish.rank"),
        ("local/process.py", "cli.console"),
    ],
    "stages": [
        ("functions/publish/rank.py", "functions.benchmark.cases.checks"),
        ("functions/decide/engine.py", "functions.admin.answers"),
        ("functions/classifier/parse.py", "functions.decide.engine"),
    ],
    "benchmark-rooms": [
        ("functions/benchmark/cases/rules.py", "functions.benchmark.grade.retry"),
        ("functions/benchmark/runs/plan.py", "functions.benchmark.dispatch.sweeper"),
    ],
    "pure-verbs": [("functions/publish/rank.py", "adapters.telemetry")],
    "infra": [("infra/queues.py", "functions.publish.rank"), ("infra/names.py", "container.work")],
    "adapter-rooms": [("adapters/dynamodb/items.py", "adapters.hot_path.cache")],
    "nouns": [
        ("contracts/config.py", "contracts.table"),
        ("contracts/run.py", "contracts.summary"),
    ],
    "pure-contracts": [("contracts/chunk.py", "boto3")],
    "aws": [("cli/render.py", "boto3")],
    "network": [("functions/publish/rank.py", "httpx"), ("cli/render.py", "socket")],
    "circles": [("container/access.py", "container.proxy")],
}


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the packages in which violations are planted."""
    copy = tmp_path_factory.mktemp("tree")
    for package in PACKAGES:
        hidden = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / package, copy / package, ignore=hidden)
    shutil.copy(ROOT / ".importlinter", copy)
    assert lint(copy).returncode == 0
    return copy


def lint(tree: Path) -> "subprocess.CompletedProcess[str]":
    code = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    command = [sys.executable, "-c", code]
    return subprocess.run(command, cwd=tree, capture_output=True, text=True, check=False)


def test_a_violation_is_planted_for_each_contract() -> None:
    written = configparser.ConfigParser()
    written.read(ROOT / ".importlinter")
    contracts = [name.rpartition(":")[2] for name in written.sections() if ":" in name]
    assert sorted(contracts) == sorted(PLANTED)


@pytest.mark.parametrize(
    ("contract", "file", "imported"),
    [(name, *each) for name, planted in PLANTED.items() for each in planted],
)
def test_a_planted_violation_breaks_its_contract(
    tree: Path, contract: str, file: str, imported: str
) -> None:
    path = tree / file
    clean = path.read_text()
    path.write_text(f"{clean}\nimport {imported}  # planted\n")
    try:
        told = lint(tree)
    finally:
        path.write_text(clean)
    written = configparser.ConfigParser()
    written.read(ROOT / ".importlinter")
    name = " ".join(written[f"importlinter:contract:{contract}"]["name"].split())
    assert told.returncode == 1
    assert f"{name} BROKEN" in " ".join(told.stdout.split())
