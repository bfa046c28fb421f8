import json

unchanged("millrace/errors.py", "millrace/retry.py", "millrace/journal.py", "docs/journal.md")
PROGRAM = """
import json, sys, tempfile
from pathlib import Path
sys.modules["sqlite3"] = None
from millrace.errors import JournalCorrupt
from millrace.replay import replay
from millrace.retry import RetryPolicy
def outcome(scenario):
    folder = Path(tempfile.mkdtemp())
    for name, text in scenario["files"].items():
        (folder / name).write_bytes(text.encode("latin-1"))
    jitter, base, factor, cap = scenario["policy"]
    try:
        found = replay(folder, RetryPolicy(base, factor, cap, jitter))
    except JournalCorrupt as error:
        return {"segment": error.segment, "line": error.line}
    return {"last_seq": found["last_seq"], "jobs": found["jobs"]}
for scenario in json.loads(SCENARIOS):
    show(outcome(scenario))
"""
shown = observe(PROGRAM.replace("SCENARIOS", repr(hidden["scenarios.json"])), timeout=30)
expected = json.loads(hidden["expected.json"])
assert len(shown) == len(expected), len(shown)
for number, (got, want) in enumerate(zip(shown, expected)):
    assert got == want, f"scenario {number}: {str(got)[:300]} instead of {str(want)[:300]}"
suite = run("python3", "-B", "-m", "unittest", "discover", "-s", "tests", "-t", ".")
assert suite.code == 0 and not suite.late, suite
