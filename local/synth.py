"""Synthesize the CDK app for the emulator."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

from contracts.errors import LocalFailure
from local.process import clean_env

ROOT = Path(__file__).resolve().parents[1]


class SynthFailed(LocalFailure):
    """The app was not synthesized. The message names what is missing, or has the last line of the
    CDK app's output."""


def synthesize(outdir: Path, **context: str) -> Path:
    """Return the cloud assembly of the stack with the flag `local` and more context. Needs neither
    AWS nor Docker. Rules are validated by `make test` instead: that takes longer than all else.
    Raises SynthFailed."""
    if shutil.which("node") is None:
        raise SynthFailed("the CDK app needs Node 20 or newer, and `node` is not on PATH")
    env = clean_env(
        CDK_OUTDIR=str(outdir),
        CDK_CONTEXT_JSON=json.dumps({"local": "1", **context}),
        CDK_VALIDATION="false",
        JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION="20",
    )
    done = subprocess.run(
        [sys.executable, "-m", "infra.app"], cwd=ROOT, env=env, capture_output=True, text=True
    )
    if done.returncode:
        last = done.stderr.strip().rpartition("\n")[2]
        raise SynthFailed(f"the CDK app ended with {last}; `make synth` shows all of its output")
    return outdir
