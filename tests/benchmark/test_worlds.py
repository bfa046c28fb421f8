"""Cases that stand on a world: read, laid out with the world's history, told apart by content."""

import subprocess
from pathlib import Path

import pytest

from container.fixture import files_of, lay, packed
from contracts.errors import DatasetError
from functions.benchmark.cases.load import load_deciders
from functions.benchmark.cases.worlds import load_worlds

CASE = """
caseId = "debugging-bug-fixing-add"
tier = "low"
taskType = "debugging"
subtaskType = "bug_fixing"
userPrompt = "Mend add."
turns = ["Now say done."]
wrongAnswer = "done"
wrongSteps = [{ tool = "bash", args = { command = "true" } }]
whyTier = "-"
pitfall = "-"
state = { removed = ["old.txt"], commit = "break add" }
[solution]
answer = "done"
steps = [{ tool = "bash", args = { command = "git apply <<'END'\\n{file:right.patch}END" } }]
"""
PATCH = """--- a/add.py
+++ b/add.py
@@ -1,2 +1,2 @@
 def add(a, b):
-    return a - b
+    return a + b
"""


def git(folder: Path, *command: str) -> str:
    done = subprocess.run(
        ["git", "-c", "user.name=A", "-c", "user.email=a@example.com", *command],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


@pytest.fixture
def worlds(tmp_path: Path) -> Path:
    world, case = tmp_path / "worlds" / "sums", tmp_path / "worlds" / "sums" / "cases" / "add"
    for folder in (world / "tree", case / "state", case / "hidden"):
        folder.mkdir(parents=True)
    (world / "tree" / "add.py").write_text("def add(a, b):\n    return a + b\n")
    (world / "tree" / "old.txt").write_text("old\n")
    git(world / "tree", "init", "-q", "-b", "main")
    git(world / "tree", "add", "-A")
    git(world / "tree", "commit", "-qm", "the first")
    (world / "history.export").write_text(git(world / "tree", "fast-export", "main"))
    subprocess.run(["rm", "-rf", str(world / "tree" / ".git")], check=True)
    (case / "case.toml").write_text(CASE)
    (case / "right.patch").write_text(PATCH)
    (case / "verify.py").write_text("assert read('add.py') == hidden['add.py']\n")
    (case / "hidden" / "add.py").write_text("def add(a, b):\n    return a + b\n")
    (case / "state" / "add.py").write_text("def add(a, b):\n    return a - b\n")
    load_worlds.cache_clear()
    return tmp_path / "worlds"


def test_a_case_on_a_world_begins_with_the_worlds_history(worlds: Path, tmp_path: Path) -> None:
    [case] = load_deciders(tmp_path, worlds)
    world = load_worlds(worlds)["sums"]
    place = tmp_path / "place"
    place.mkdir()
    lay(case.task, world, place)
    assert git(place, "log", "--format=%s").splitlines() == ["break add", "the first"]
    assert git(place, "status", "--short") == ""
    assert sorted(path.name for path in place.iterdir()) == [".git", "add.py"]
    assert files_of(case.task, world) == {"add.py": "def add(a, b):\n    return a - b\n"}
    assert case.task.prompts[0] == "Mend add."
    assert case.task.prompts[1].startswith("Now say done.\n\n")
    command = case.solution.steps[0].args["command"]
    assert isinstance(command, str)
    subprocess.run(["bash", "-c", command], cwd=place, check=True)
    assert git(place, "status", "--short") == " M add.py\n"
    assert len(packed(case.task, world)) > 10_000


def test_a_change_of_the_world_changes_the_digest_of_its_cases(
    worlds: Path, tmp_path: Path
) -> None:
    [before] = load_deciders(tmp_path, worlds)
    (worlds / "sums" / "tree" / "more.py").write_text("\n")
    load_worlds.cache_clear()
    [after] = load_deciders(tmp_path, worlds)
    assert before.digest != after.digest


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("caseId =", "sums/add: case.toml"),
        (CASE.replace('"low"', '"odd"'), "sums/add: debugging-bug-fixing-add: tier"),
        (CASE.replace("old.txt", "../old.txt"), "must be a path inside the working directory"),
        (CASE.replace("old.txt", ".git/config"), "must be a path inside the working directory"),
    ],
)
def test_a_bad_case_is_named_by_its_world_and_folder(
    worlds: Path, tmp_path: Path, text: str, told: str
) -> None:
    (worlds / "sums" / "cases" / "add" / "case.toml").write_text(text)
    with pytest.raises(DatasetError) as found:
        load_deciders(tmp_path, worlds)
    assert told in str(found.value)
