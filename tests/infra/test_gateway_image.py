"""What the Dockerfile of the gateway copies and installs is enough to serve; nothing is built."""

import importlib.metadata
import re
import shutil
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from local.synth import ROOT
from tests.gateway.managed import CALLER, secrets, served, settings
from tests.gateway.scripted import scripted
from tests.gateway.stage import CHAT, asking, chosen, plain

FOLDER = ROOT / "container/gateway"
DOCKERFILE = (FOLDER / "Dockerfile").read_text()
COPIED = re.findall(r"^COPY (\S+) (\S+)$", DOCKERFILE, re.M)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder as the image's /app, without the installed packages."""
    folder = tmp_path_factory.mktemp("app")
    for source, target in COPIED:
        assert source == target
        if (ROOT / source).is_dir():
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(ROOT / source, folder / target, ignore=ignored)
        else:
            (folder / target).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / source, folder / target)
    return folder


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder that leads to the packages that `uv sync` of the Dockerfile installs."""
    folder = tmp_path_factory.mktemp("packages")
    (flags,) = re.findall(r"uv sync --locked (.*?) --no-install-project", DOCKERFILE)
    command = [str(Path(sys.executable).parent / "uv"), "export", "--quiet", "--locked"]
    command += [*flags.split(), "--no-emit-project", "--no-hashes", "--no-annotate", "--no-header"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    for line in done.stdout.splitlines():
        name, _, marker = line.partition(";")
        if "win32" not in marker:
            _link(name.partition("==")[0].strip(), folder)
    return folder


def _link(name: str, folder: Path) -> None:
    found = importlib.metadata.distribution(name)
    for top in {file.parts[0] for file in found.files or ()} - {"..", "__pycache__"}:
        link = folder / top
        if not link.exists():
            link.symlink_to(Path(str(found.locate_file(top))))


def test_what_is_copied_and_installed_is_enough_to_serve(app: Path, packages: Path) -> None:
    """`-S` leaves out all other packages of this environment, as the image does not have them."""
    with scripted(plain) as provider, scripted(chosen) as decide:
        up = f"{provider.url}/v1"
        known, found, url = secrets(up), settings(up), f"{decide.url}/decide"
        path = f"{app}:{packages}"
        with served(known, found, url, python=("-S",), folder=app, PYTHONPATH=path) as running:
            headers = {"authorization": f"Bearer {CALLER}"}
            answer = httpx.post(f"{running.url}{CHAT}", json=asking(CHAT), headers=headers)
            assert answer.status_code == 200, answer.text
            assert answer.headers["x-auto-routing-source"] == "benchmark"


def test_the_image_is_given_what_it_copies_and_no_other_file() -> None:
    """The list is that of Docker and that of the CDK app."""
    first, *lines = (FOLDER / "Dockerfile.dockerignore").read_text().split()
    assert (first, lines.pop()) == ("*", "**/__pycache__")
    given = {line.removeprefix("!") for line in lines}
    assert given - {"container/gateway"} == {
        *{source for source, _ in COPIED},
        *("pyproject.toml", "uv.lock"),
    }


def test_the_process_is_no_root_and_packages_are_those_of_the_lock() -> None:
    users = re.findall(r"^USER (\d+):(\d+)$", DOCKERFILE, re.M)
    assert users
    assert all(int(number) >= 10_000 for number in users[-1])
    assert "uv sync --locked" in DOCKERFILE
    worker = (ROOT / "container/Dockerfile").read_text()
    for pinned in (r"python:\S+", r"uv==\S+"):
        assert re.findall(pinned, DOCKERFILE) == re.findall(pinned, worker)


def test_it_starts_the_service() -> None:
    assert 'ENTRYPOINT ["/app/.venv/bin/python", "-m", "gateway.service"]' in DOCKERFILE
