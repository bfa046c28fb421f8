import json

ROWS = [line.split("\t") for line in hidden["commits.tsv"].splitlines()]
TIP = ROWS[-1][0]
BASE = next(row[0] for row in ROWS if row[3] == "release 0.9.0")
STARTS = ("cron: a step", "ordering: nobody", "planner: a changed", "tests: look", "leases: a lost",
          "admin: a refused", "admin: reading", "retry: equal")
TAKEN = [row for row in ROWS if row[3].startswith(STARTS)]
assert len(TAKEN) == 8


def git(*args):
    ran = run("git", "-c", "safe.directory=*", *args)
    assert ran.code == 0, ran
    return ran.out.strip()


def sh(text, timeout=30):
    return run("bash", "-c", "git() { command git -c 'safe.directory=*' \"$@\"; }\n" + text, timeout=timeout)


assert git("rev-parse", "--abbrev-ref", "HEAD") == "main"
assert git("status", "--porcelain") == "", git("status", "--porcelain")
assert not git("worktree", "list").splitlines()[1:]
refs = git("for-each-ref", "--format=%(refname)").split()
assert refs == ["refs/heads/main", "refs/heads/release/0.9", "refs/tags/v0.9.1"], refs
# main: one commit more, which touches the changelog alone
assert git("rev-list", f"{TIP}..main").split() == [git("rev-parse", "main")]
assert git("rev-parse", "main^") == TIP
assert git("diff", "--name-only", TIP, "main") == "CHANGELOG.md"
assert git("log", "-1", "--format=%s", "main") == "changelog: 0.9.1"
# the branch
branch = git("rev-list", "--reverse", "--topo-order", f"{BASE}..release/0.9").split()
assert len(branch) == 9, git("log", "--format=%s", f"{BASE}..release/0.9")
assert git("merge-base", "main", "release/0.9") == BASE
assert git("rev-parse", branch[0] + "^") == BASE
for commit, row in zip(branch, TAKEN):
    author, subject = git("log", "-1", "--date=raw", "--format=%an <%ae>%x09%ad%x09%s", commit), row[3]
    assert author == "\t".join(row[1:]), (author, row)
    assert f"(cherry picked from commit {row[0]})" in git("log", "-1", "--format=%B", commit), subject
    names = git("diff", "--name-only", commit + "^", commit).split()
    if subject.startswith("ordering"):
        allowed = {"millrace/store/leases.py", "tests/test_pure.py"}
        assert "millrace/store/leases.py" in names and set(names) <= allowed, names
    else:
        ids = sh(f"for c in {row[0]} {commit}; do git diff $c^ $c | git patch-id --stable; done").out.split()
        assert len(ids) == 4 and ids[0] == ids[2], subject
identities = set(git("log", "--format=%cn <%ce>", f"{BASE}..release/0.9").splitlines())
identities |= set(git("log", "-1", "--format=%an <%ae>", "release/0.9").splitlines())
identities |= set(git("log", "-1", "--format=%an <%ae>%n%cn <%ce>", "main").splitlines())
assert identities == {"Release Bot <release@example.com>"}, identities
assert run("git", "config", "--file", ".git/config", "--get", "user.name").code == 1
# the release
last = branch[-1]
assert git("log", "-1", "--format=%s", last) == "release 0.9.1"
assert sorted(git("diff", "--name-only", last + "^", last).split()) == ["CHANGELOG.md", "millrace/__init__.py"]
assert git("cat-file", "-t", "v0.9.1") == "tag" and git("rev-parse", "v0.9.1^{commit}") == last
assert git("for-each-ref", "--format=%(contents)", "refs/tags/v0.9.1") == "millrace 0.9.1"
LINES = [
    "- Schedules: `5/15` means 5, 20, 35 and 50, not 5 alone.",
    "- Waiting lifts a job to priority 8 at most.",
    "- A schedule that is changed does not skip the firings that are due.",
    "- Taking back a lost lease raises the fence.",
    "- An action that is refused leaves no row in the audit.",
    "- Reading by the admin API does not wait for writers.",
    "- Equal jitter of an odd delay is what docs/retries.md says.",
]


def lines(text):
    return [line.strip() for line in text.splitlines() if line.strip()]


for place, before in (("release/0.9", BASE), ("main", TIP)):
    old = lines(git("show", f"{before}:CHANGELOG.md"))
    at = old.index("## 0.9.0")
    want = [*old[:at], "## 0.9.1", "### Fixed", *LINES, *old[at:]]
    assert lines(git("show", f"{place}:CHANGELOG.md")) == want, place
# every commit passes the tests; those that the picks can break are run for each
tests = sh("""top=$(mktemp -d)
for c in COMMITS; do mkdir $top/$c; git archive $c | tar -x -C $top/$c; done
for c in COMMITS; do
  cd $top/$c && python3 -B -m unittest tests.test_pure tests.test_leases tests.test_jobs >/dev/null 2>&1 && echo $c
done
python3 -B -m unittest discover -s tests -t . >/dev/null 2>&1 && echo all""".replace("COMMITS", " ".join(branch)), timeout=60)
assert tests.out.split() == [*branch, "all"], tests
# what the released version does
shown = observe('''
import subprocess, sys, tempfile, io, tarfile
top = tempfile.mkdtemp()
data = subprocess.run(["git", "-c", "safe.directory=*", "archive", "v0.9.1"], capture_output=True, check=True).stdout
tarfile.open(fileobj=io.BytesIO(data)).extractall(top)
sys.path.insert(0, top)
import millrace
from millrace.store import jobs, leases
from millrace.store.connection import open_db
from millrace.store.migrate import migrate
db = open_db(":memory:"); migrate(db)
NOW = 1_720_000_000_000
def put(**v): return jobs.enqueue(db, NOW, queue="q", tenant="t%d" % v["priority"], kind="k", **v)
ids = {put(priority=p, run_at=NOW + d): f"{p}@{d}" for p, d in ((9, 9000), (8, 8000), (3, 0), (8, 100), (0, 7000), (9, 50), (7, 8500), (2, 200))}
order = leases.claim(db, NOW + 10_000, owner="w", queues=["q"], lease_ms=lambda k: 1000, limit=9, aging_ms=1000)
show(millrace.__version__, [ids[x.job_id] for x in order])
''')
assert shown == ["0.9.1", ["9@50", "9@9000", "3@0", "8@100", "2@200", "8@8000", "7@8500", "0@7000"]], shown
