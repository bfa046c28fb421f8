import json

unchanged(*[p for p in files("quern") if p.endswith(".py")], *[p for p in files("tests")], "ops/rename.md", "config/engine.toml")
SUBJECTS = ["data: returned beside back", *[f"views: returned, level {n}" for n in (1, 2, 3, 4)], "reports: returned",
            *[f"views: no back, level {n}" for n in (4, 3, 2)], "data: no back"]
DATA = {"data/schema.toml", "data/loans.csv", "data/returns.csv", "views/LOCK.json"}


def of(*names):
    return {"views/LOCK.json", *(f"views/{n}.q" for n in names)}


TOUCHED = [DATA, of("open_loans", "loan_facts"), of("return_times"), of("slow_tools", "last_returns"), of("waiting", "shelf"),
           {f"reports/{n}.q" for n in ("late_by_city", "loan_days", "welcome_again", "back_soon", "overlong", "shelf_list", "branch_returns", "days_by_month", "planned/recent_fees")},
           of("waiting", "shelf"), of("last_returns"), of("return_times"), DATA | {"CHANGELOG.md"}]


def git(*args):
    ran = run("git", "-c", "safe.directory=*", *args)
    assert ran.code == 0, ran
    return ran.out.strip()


assert git("rev-parse", "--abbrev-ref", "HEAD") == "main"
assert git("status", "--porcelain") == "", git("status", "--porcelain")
commits = git("rev-list", "--reverse", "--first-parent", "main~10..main").split()
assert len(commits) == 10, commits
assert git("log", "--reverse", "--format=%s", "main~10..main").splitlines() == SUBJECTS, git("log", "--format=%s", "main~10..main")
assert git("log", "-1", "--format=%s", "main~10") == "views of returns, for the workshop (#102)"
people = set(git("log", "--format=%an <%ae>|%cn <%ce>", "main~10..main").splitlines())
assert people == {"Odalys Ferrer <odalys@quern.example>|Odalys Ferrer <odalys@quern.example>"}, people
base = git("rev-parse", "main~10")
for before, after, touched in zip([base, *commits], commits, TOUCHED):
    found = set(git("diff", "--name-only", before, after).split())
    if touched is TOUCHED[-1]:
        found -= {p for p in found if p == "README.md" or p.startswith("docs/")}
    assert found == touched, (git("log", "-1", "--format=%s", after), sorted(found ^ touched))
seen = observe(hidden["look.py"] + f"""
for n, commit in enumerate({[base, *commits]!r}):
    show(look(commit, n in (0, 10)))
""", timeout=60)
want = json.loads(hidden["expected.json"])
assert len(seen) == 11, len(seen)
assert seen[0]["reports"] == want["before"]["reports"] and seen[0]["data"] == want["before"]["data"], "what was given"
for n, (got, step) in enumerate(zip(seen, want["steps"])):
    assert not got["problems"] and not got["form"], (n, got["problems"], got["form"])
    assert got["views"] == step["views"], (n, got["views"])
    assert got["all"] == step["all"], (n, got["all"])
    assert got["tables"] == step["tables"], (n, got["tables"])
    for name, (_, rows) in got["reports"].items():
        assert rows == want["before"]["reports"][name][1], (n, name)
whole = [pair for pair in seen[10]["whole"]]
assert whole == want["after"]["whole"], "views at the end"
assert seen[10]["reports"] == want["after"]["reports"] and seen[10]["data"] == want["after"]["data"], "the end"
for text, wide in zip(seen[0]["data"], seen[1]["data"]):
    old, new = text.splitlines(), wide.splitlines()
    at = old[0].split(",").index("back")
    assert new == [old[0] + ",returned", *(f"{line},{line.split(',')[at]}" for line in old[1:])], new[:3]
for n, names in ((2, ("open_loans", "loan_facts")), (4, ("slow_tools",))):
    assert not [m for m in names if "back" in seen[n]["reads"][f"view {m}"]], n
for n in (6, 10):
    assert [m for m in seen[n]["reads"] if "back" in seen[n]["reads"][m] and not m.startswith("view ")] == ["deposits"], n
assert not [m for m in seen[10]["reads"] if m.startswith("view ") and "back" in seen[10]["reads"][m]]
suite = run("python3", "-B", "-m", "unittest", "discover", "-s", "tests", "-t", ".")
assert suite.code == 0 and not suite.late, suite
