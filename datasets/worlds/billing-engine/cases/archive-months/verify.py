import json

want = {name: text for name, text in hidden.items() if name.startswith("archive/")}
assert sorted(files("archive")) == sorted(want) or sorted("archive/" + p for p in files("archive")) == sorted(want), files("archive")
for name, text in want.items():
    assert read(name) == text, name
git = ["git", "-c", "safe.directory=*"]


def ask(*command):
    done = run(*git, *command)
    assert done.code == 0, done.err
    return done.out


subjects = ask("log", "--format=%s", "-4").splitlines()
assert subjects[:3] == ["data: raw events of 2026-Q1 are archived", "archive: events of 2026-Q1", "ops: how raw events are archived"], subjects
assert ask("rev-list", "--count", "HEAD").strip() == "25"
added = ask("diff", "--name-status", "--no-renames", "HEAD~2", "HEAD~1").splitlines()
assert sorted(added) == sorted(f"A\t{name}" for name in want), added
raw = ["data/events-2026-01.jsonl", "data/events-2026-02.jsonl", "data/events-2026-03.jsonl", "data/events-2026-03b.jsonl"]
removed = ask("diff", "--name-status", "--no-renames", "HEAD~1", "HEAD").splitlines()
assert sorted(removed) == sorted(["M\tCHANGELOG.md", *[f"D\t{name}" for name in raw]]), removed
numbers = [line for line in ask("diff", "-U0", "HEAD~1", "HEAD", "--", "CHANGELOG.md").splitlines() if line[:1] in "+-" and line[:3] not in ("+++", "---")]
assert numbers == ["+- Raw events of 2026-Q1 are archived."], numbers
log = read("CHANGELOG.md").split("## 0.9.1")[0].rstrip().splitlines()
assert log[-2:] == ["- Tax parts of write-offs are rounded half up.", "- Raw events of 2026-Q1 are archived."], log
assert ask("status", "--porcelain", "--untracked-files=all") == ""
shown = observe("""
import sqlite3
db = sqlite3.connect("file:billing.db?mode=ro", uri=True)
show([list(r) for r in db.execute("SELECT number, customer, period, issued, net, tax FROM documents ORDER BY number")])
""")
assert shown == [json.loads(hidden["documents.json"])], shown
