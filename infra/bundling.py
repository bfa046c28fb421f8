"""Bundle the one Lambda asset: this project's code, with its packages, compiled, without Docker."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, get_args

import jsii
from aws_cdk import AssetHashType, BundlingOptions, DockerImage, IgnoreMode, ILocalBundling
from aws_cdk import aws_lambda as lambda_

from adapters.aws.clients import Service

ROOT = Path(__file__).resolve().parents[1]
PYTHON = "3.13"
_PLATFORM = "aarch64-manylinux_2_34"
_OURS = ("adapters", "contracts", "functions", "reading")
_DATA = ("datasets",)


def code(*, bundled: bool) -> lambda_.Code:
    """Return this project's packages and data as the asset; with `bundled` also the locked
    third-party packages for the Lambda runtime. The emulator runs functions in the project's own
    environment instead."""
    if not bundled:
        keep = [f"!{name}" for name in (*_OURS, *_DATA)]
        return lambda_.Code.from_asset(
            str(ROOT), ignore_mode=IgnoreMode.DOCKER, exclude=["*", *keep, "**/__pycache__"]
        )
    return lambda_.Code.from_asset(
        str(ROOT),
        asset_hash=_digest(),
        asset_hash_type=AssetHashType.CUSTOM,
        exclude=["*"],
        bundling=BundlingOptions(image=DockerImage.from_registry("unused"), local=_Bundling()),
    )


@jsii.implements(ILocalBundling)
class _Bundling:
    def try_bundle(self, output_dir: str, *, image: Any = None, **_options: Any) -> bool:
        bundle(Path(output_dir))
        return True


def bundle(target: Path, platform: str = _PLATFORM, python: str = PYTHON) -> None:
    """Write all that a function needs to `target`; botocore too, so that what runs is what was
    tested."""
    _install(target, platform, python)
    _cut_down(target / "botocore" / "data")
    for name in (*_OURS, *_DATA):
        shutil.copytree(ROOT / name, target / name, ignore=shutil.ignore_patterns("__pycache__"))
    _compile(target, python)


def uv(*args: str) -> list[str]:
    """Return a command of uv. Raises RuntimeError if uv is not installed."""
    found = shutil.which(
        "uv", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    )
    if not found:
        raise RuntimeError("uv is not installed: run `make setup`")
    return [found, "--quiet", *args]


def _install(target: Path, platform: str, python: str) -> None:
    requirements = target / "requirements.txt"
    export = ("export", "--no-default-groups", "--no-emit-project", "--no-hashes", "--locked")
    subprocess.run(uv(*export, "-o", str(requirements)), cwd=ROOT, check=True)
    wanted = requirements.read_text().splitlines()
    kept = [line for line in wanted if not line.startswith(("boto3==", "s3transfer=="))]
    requirements.write_text("\n".join(kept))
    subprocess.run(
        uv(
            *("pip", "install", "--target", str(target), "-r", str(requirements), "--no-deps"),
            *("--python-platform", platform, "--python-version", python),
            *("--only-binary", ":all:", "--link-mode", "copy"),
        ),
        check=True,
    )
    requirements.unlink()


def _cut_down(data: Path) -> None:
    """Remove the descriptions of services that no function calls: there are four hundred, and every
    first client searches them."""
    kept = get_args(Service)
    for folder in data.iterdir():
        if folder.is_dir() and folder.name not in kept:
            shutil.rmtree(folder)
    endpoints = json.loads((data / "endpoints.json").read_text())
    for partition in endpoints["partitions"]:
        mine = {name: of for name, of in partition["services"].items() if name in kept}
        partition["services"] = mine
    (data / "endpoints.json").write_text(json.dumps(endpoints, separators=(",", ":")))


def _compile(target: Path, python: str) -> None:
    """Compile bytecode that ignores file times: CDK zips every file with a time of 1980, which
    makes ordinary bytecode stale. The interpreter must be the runtime's; uv fetches it if it is
    missing."""
    compiler = ("python", "-m", "compileall", "-q", "--invalidation-mode", "unchecked-hash")
    command = uv("run", "--no-project", "--python", python, *compiler, str(target))
    subprocess.run(command, check=False, capture_output=True)
    if not (target / "contracts" / "__pycache__").exists():
        print(_UNCOMPILED.format(python=python), file=sys.stderr)


_UNCOMPILED = (
    "warning: no Python {python} here and none to be had, so the functions are not compiled: "
    "each cold start will take two to three times as long; remedy: `uv python install {python}`"
)


def _digest() -> str:
    """Return a digest of the asset's files and of whether they can be compiled: installing Python
    meanwhile makes another asset."""
    found = subprocess.run(uv("python", "find", PYTHON), check=False, capture_output=True)
    digest = hashlib.sha256(f"{_PLATFORM} {PYTHON} {found.returncode == 0}".encode())
    ours = (f for name in (*_OURS, *_DATA) for f in (ROOT / name).rglob("*"))
    files = [ROOT / "uv.lock", Path(__file__), *ours]
    for path in sorted(f for f in files if f.is_file() and "__pycache__" not in f.parts):
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
