import json

unchanged(*[f"tests/test_{n}.py" for n in ("folded", "metering", "books", "drafts", "pricing", "money")], "tests/support.py",
          "docs/metering.md", "meterbook/metering/resolve.py")
PROGRAM = """
import json
from meterbook.metering.intake import read_event
from meterbook.store import folded, records
from meterbook.store.connection import connect, transaction
from tests.support import use_test_settings
use_test_settings()
for scenario in json.loads(SCENARIOS):
    db = connect()
    for number, line in enumerate(scenario["lines"]):
        if number in scenario["purge"]:
            db.execute("DELETE FROM events")
        with transaction(db):
            records.add_event(db, read_event(line))
    db.execute("DELETE FROM events")
    show({who: [[f.id, f.meter, format(f.quantity.normalize(), "f"), f.at.isoformat(), f.known.isoformat()]
                for f in folded.facts(db, who)] for who in ("acme", "birk")})
"""
shown = observe(PROGRAM.replace("SCENARIOS", repr(hidden["scenarios.json"])), timeout=30)
expected = json.loads(hidden["expected.json"])
assert len(shown) == len(expected), len(shown)
for number, (got, want) in enumerate(zip(shown, expected)):
    assert got == want, f"scenario {number}: {str(got)[:300]} instead of {str(want)[:300]}"

# through the command line, in another order than the files have, with the events deleted in between
lines = read("data/events-2026-02.jsonl").splitlines()
cli = ["python3", "-B", "-m", "meterbook", "--db", "verify.db"]
assert run(*cli, "load", "data/customers.json").code == 0
for part in (lines[120:][::-1], lines[:120], lines):
    write("part.jsonl", "\n".join(part))
    assert run(*cli, "events", "part.jsonl", "--day", "2026-03-06").code == 0
    assert run(*cli, "purge", "2026-09-01T00:00:00Z", "--day", "2026-03-06").code == 0
found = [run(*cli, "preview", who, "2026-02").out.splitlines()[-1] for who in ("harbour", "alpenrad", "kumo", "fjell", "brise")]
assert found == json.loads(hidden["previews.json"]), found
suite = run("python3", "-B", "-m", "unittest", "discover", "-s", "tests", "-t", ".")
assert suite.code == 0 and not suite.late, suite
