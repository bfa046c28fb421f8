"""A verifier judges the files in a clean process that ends with it."""

import os
import time
from pathlib import Path

import pytest

from container import verify as module
from container.isolation import Isolation
from container.verify import verify
from tests.container.conftest import Bench

NOBODY = Isolation(None)


def test_exit_code_and_output_are_the_verdict(tmp_path: Path) -> None:
    (tmp_path / "answer.py").write_text("VALUE = 41")
    script = "from answer import VALUE\nprint('saw', VALUE)\nassert VALUE == 42, 'not 42'"
    found = verify(script, tmp_path, NOBODY)
    assert found.exit_code == 1
    assert "saw 41" in found.output
    assert "not 42" in found.output
    (tmp_path / "answer.py").write_text("VALUE = 42")
    assert verify(script, tmp_path, NOBODY).exit_code == 0


def test_a_verifier_that_does_not_end_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_SECONDS", 1)
    began = time.monotonic()
    found = verify("while True: pass", tmp_path, NOBODY)
    assert found.exit_code is None
    assert time.monotonic() - began < 10


def test_nothing_of_our_environment_reaches_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "ours")
    found = verify("import os; print(dict(os.environ))", tmp_path, NOBODY)
    assert "ours" not in found.output


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can run it as another user")
def test_it_runs_as_the_user_of_the_model(bench: Bench) -> None:
    bench.solve({"text": "done"})
    user = bench.server.isolation.user
    found = verify("import os; print(os.getuid())", bench.slot.directory, bench.server.isolation)
    assert found.output.strip() == str(user)
