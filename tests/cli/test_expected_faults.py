"""An expected fault is reported in one line, never as a traceback."""

import subprocess
import sys

import pytest

from local.process import clean_env


@pytest.mark.parametrize(
    ("command", "env", "told"),
    [
        (["dataset", "prove"], {"KILO_BIN": "/nonexistent"}, "/nonexistent does not exist"),
        (["table"], {}, "stack AutoRouting cannot be read"),
        (["--region", "eu-west-1", "table"], {}, "stack AutoRouting cannot be read"),
        (["demo"], {"PATH": "/nonexistent"}, "`node` is not on PATH"),
    ],
)
def test_an_expected_fault_prints_its_cause(
    command: list[str], env: dict[str, str], told: str
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "cli.main", *command],
        env={**clean_env(), "AWS_EC2_METADATA_DISABLED": "true", **env},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stdout + done.stderr
    *_, last = done.stdout.replace("\n", " ").partition("error: ")
    assert told in last
