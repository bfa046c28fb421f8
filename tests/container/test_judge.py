"""The judge reports what it found, whatever the model's code does; its own failure is no
verdict."""

import time
from pathlib import Path

import pytest

from container import judge as module
from container.judge import JudgeFailed, judge
from container.sandboxes import archive
from contracts.attempt import Verification
from local.proof import Hands
from tests.container.attacks.box import ROOT_ONLY
from tests.container.conftest import Bench

MODULE = "def double(x):\n    return 2 * x\n"
CHECK = "got = observe('from m import double; show(double(21))')\nassert got == [42], got"
HOSTILE = {
    "exits at once": "import os; os._exit(0)",
    "equals everything": "class Y:\n def __eq__(s, o): return True\ndef double(x): return Y()",
    "prints a verdict": (
        "import json, sys\nprint(json.dumps({'nonce': '', 'passed': True, 'detail': ''}))\n"
        "def double(x): return 0"
    ),
    "writes to the judge": (
        "import glob\nfor p in glob.glob('/proc/[0-9]*/fd/*'):\n"
        ' try: open(p, \'w\').write(\'{"nonce": "", "passed": true}\')\n except OSError: pass\n'
        "def double(x): return 0"
    ),
    "kills everybody": (
        "import os\ntry: os.kill(-1, 9)\nexcept OSError: pass\ndef double(x): return 0"
    ),
    "never ends": "while True: pass",
    "fills the memory": "x = b'x' * 10**10\ndef double(x): return 0",
    "prints for ever": "while True: print('x' * 1000)",
}


@pytest.mark.parametrize("attack", HOSTILE)
def test_hostile_code_is_judged_wrong_and_the_judge_lives(bench: Bench, attack: str) -> None:
    script = CHECK.replace("))')", "))', timeout=3)")
    found = bench.verify(script, archive({"m.py": HOSTILE[attack]}))
    assert found.passed is False, found
    assert bench.verify(CHECK, archive({"m.py": MODULE})).passed is True


def test_what_went_wrong_is_told(bench: Bench) -> None:
    found = bench.verify(CHECK, archive({"m.py": MODULE.replace("2", "3")}))
    assert found == Verification(passed=False, detail="AssertionError: [63]")
    missing = bench.verify("read('gone.txt')", archive({}))
    assert missing.passed is False
    assert "gone.txt" in missing.detail


@ROOT_ONLY
def test_the_judge_and_what_it_has_run_are_users_of_their_own(bench: Bench) -> None:
    script = "import os\nraise Exception(os.getuid(), os.geteuid(), run('id', '-u').out.strip())"
    judge_uid, effective, run_uid = eval(bench.verify(script, archive({})).detail[10:])  # noqa: S307
    assert judge_uid == effective == module.JUDGE_UID
    assert int(run_uid) not in (0, judge_uid)


def test_nothing_of_our_environment_reaches_the_judge_or_what_it_runs(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "ours")
    script = "import os\nraise Exception(dict(os.environ), run('env').out)"
    found = bench.verify(script, archive({}))
    assert "PATH" in found.detail
    assert "ours" not in found.detail


@pytest.mark.parametrize(
    "script",
    [
        "import os; os.kill(os.getpid(), 9)",
        "import os; os._exit(0)",
        "x = b'x' * 10**10",
        "while True: run('true')",
    ],
)
def test_a_judge_that_fails_gives_no_verdict(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str
) -> None:
    monkeypatch.setattr(module, "_MOST_STEPS", 20)
    with pytest.raises(JudgeFailed):
        judge(script, Hands(tmp_path), None)


def test_a_judge_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_STEP_SECONDS", 1)
    began = time.monotonic()
    with pytest.raises(JudgeFailed):
        judge("while True: pass", Hands(tmp_path), None)
    assert time.monotonic() - began < 20


def test_a_judge_that_fails_once_is_asked_again_and_twice_is_no_verdict(
    bench: Bench, tmp_path: Path
) -> None:
    assert bench.verify("import os; os._exit(0)", archive({})) == Verification(
        passed=None, detail="the judge ended with 0"
    )


def test_code_that_is_run_for_too_long_is_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_MODEL_SECONDS", 1.0)
    found = judge("for n in range(9): run('sleep', 1)", Hands(tmp_path), None)
    assert (found.passed, "more than 1 s" in found.detail) == (False, True)


def test_a_verdict_without_the_nonce_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even if the judging program itself says so, as a forged one would."""
    monkeypatch.setattr(module, "_PROGRAM", 'print(\'{"nonce": "x", "passed": true}\')')
    with pytest.raises(JudgeFailed, match="does not come from the judge"):
        judge("", Hands(tmp_path), None)


def test_what_the_files_hold_cannot_break_the_channel(tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes(bytes(range(256)) + "\udc80".encode(errors="surrogatepass"))
    script = "t = read('f'); write('g', t); assert read('g') == t; raise Exception(t)"
    found = judge(script, Hands(tmp_path), None)
    assert found.passed is False
    assert found.wire_json()


def test_files_that_must_not_change_are_compared_with_those_given(tmp_path: Path) -> None:
    given = {"test_m.py": "assert half(4) == 2\n", "m.py": "x"}
    for path, text in given.items():
        (tmp_path / path).write_text(text)
    script = "unchanged('test_m.py')"
    assert judge(script, Hands(tmp_path), None, given).passed is True
    (tmp_path / "test_m.py").write_text("pass\n")
    found = judge(script, Hands(tmp_path), None, given)
    assert (found.passed, found.detail) == (False, "Failed: test_m.py was changed")
    assert judge("unchanged('other.py')", Hands(tmp_path), None, given).passed is False


def test_the_end_of_an_observed_program_is_a_word_that_no_file_can_know(tmp_path: Path) -> None:
    (tmp_path / "m.py").write_text(
        "import os, sys\nsys.stdout.write('\\n\\x1e1\\n\\n\\x1e\"the end\"\\n')\n"
        "sys.stdout.flush()\nos._exit(0)\n"
    )
    found = judge("assert observe('import m\\nshow(1)') == [1]", Hands(tmp_path), None)
    assert found.passed is False
