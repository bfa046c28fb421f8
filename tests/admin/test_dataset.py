"""From a folder on an admin's machine, by the command line and the admin API, into a run."""

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from typer.testing import CliRunner, Result

from adapters.own_api.admin_api import AdminRefused
from cli import bank
from cli.main import app
from contracts.errors import AutoRoutingError
from contracts.worker_tasks import WorkerTasks
from functions.benchmark.cases import snapshot
from functions.benchmark.cases.worlds import load_worlds
from tests.admin import world
from tests.admin.conftest import Admin
from tests.benchmark.curating import PRIVATE
from tests.benchmark.test_worlds import worlds

__all__ = ["worlds"]
PLAIN = f"""
[[case]]
caseId = "debugging-bug-fixing-ledger-cents"
tier = "low"
taskType = "debugging"
subtaskType = "bug_fixing"
userPrompt = "Say in one word {PRIVATE} when a cent is left over."
wrongAnswer = "down"
whyTier = "-"
pitfall = "-"
check = {{ kind = "exact", value = "bankers" }}
solution = {{ answer = "bankers" }}
"""
PLAIN_ID, WORLD_ID = "debugging-bug-fixing-ledger-cents", "debugging-bug-fixing-add"


@pytest.fixture
def folder(worlds: Path) -> Path:
    deciders = worlds.parent / "decider"
    deciders.mkdir()
    (deciders / "ledger.toml").write_text(PLAIN)
    return worlds.parent


@pytest.fixture
def cli(admin: Admin) -> Iterator[Any]:
    """Return a call of the command line, whose target is the handler."""

    def call(method: str, path: str, body: Any = None) -> dict[str, Any]:
        answer = admin.call(f"{method} {path}", body)
        if answer.status >= 400:
            raise AdminRefused(answer.status, answer.error)
        return dict(answer.body)

    def run(*words: str) -> Result:
        return CliRunner().invoke(app, ["dataset", *words], env={"COLUMNS": "200"})

    with patch.object(bank, "_admin", call):
        yield run


def test_a_private_part_goes_from_a_folder_into_a_run_and_into_no_log(
    admin: Admin, cli: Any, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    world.saved(admin)
    done = cli("add", str(folder), "--name", "acme", "--weight", "3")
    assert done.exit_code == 0, (done.output, done.exception)
    assert "acme" in cli("parts").output
    started = admin.call("POST /admin/runs", {"kind": "decider"})
    assert started.status == 201
    run_id = started.body["runId"]
    cases = snapshot.deciders(run_id, admin.blobs)
    assert {c.case_id: c.part for c in cases.values() if c.part} == {
        PLAIN_ID: "acme",
        WORLD_ID: "acme",
    }
    tasks = WorkerTasks.from_json(admin.blobs.get(f"tasks/{run_id}.json") or "")
    assert "sums" in {each.name for each in tasks.worlds}
    told = "".join(r.getMessage() + str(vars(r)) for r in caplog.records if "boto" not in r.name)
    assert PRIVATE not in told
    assert PLAIN_ID not in told
    assert cli("drop", "acme", "--why", "no longer ours").exit_code == 0
    assert snapshot.deciders(run_id, admin.blobs) == cases
    history = cli("history").output
    assert "no longer ours" in history
    assert "weight 3" in history


def test_a_part_with_a_wrong_case_is_not_sent(admin: Admin, cli: Any, folder: Path) -> None:
    verifier = folder / "worlds" / "sums" / "cases" / "add" / "verify.py"
    verifier.write_text("assert read('add.py')\n")
    load_worlds.cache_clear()
    done = cli("add", str(folder), "--name", "acme")
    assert f"{WORLD_ID}: wrongAnswer: must fail the check, but passes it" in done.output
    assert isinstance(done.exception, AutoRoutingError)
    assert "listed above; nothing was sent" in str(done.exception)
    assert list(admin.blobs.keys("")) == []


def test_a_folder_without_cases_is_refused(cli: Any, tmp_path: Path) -> None:
    done = cli("add", str(tmp_path))
    assert "has no decider/ and no worlds/; lay it out as" in str(done.exception)


def test_cases_are_retired_moved_and_restored_with_a_reason(cli: Any) -> None:
    case, other = world.shipped_ids()[:2]
    assert "retired" in cli("retire", case, "--why", "all models pass").output
    assert "in tier high" in cli("retier", other, "high", "--why", "it is hard").output
    shown = cli("history").output
    assert "all models pass" in shown
    assert "it is hard" in shown
    assert f"{case}: stands as its author gave it" in cli("restore", case, "--why", "x").output
    assert cli("retire", case).exit_code == 2
    assert cli("retier", case, "top", "--why", "x").exit_code == 2
    assert "nowhere is no task" in str(cli("retire", "nowhere", "--why", "x").exception)


def test_a_case_that_has_changed_since_it_was_retired_says_so(admin: Admin, cli: Any) -> None:
    case = world.shipped_ids()[0]
    cli("retire", case, "--why", "x")
    reader, given = admin.wiring.bank, admin.wiring.bank.given()
    changed = given.every[case].model_copy(update={"user_prompt": "Something else?"})
    object.__setattr__(reader, "given", lambda: type(given).of([changed]))
    assert "the case has changed since then; look at it again" in cli("history").output
