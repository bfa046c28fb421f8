import json

modules = "imports journal migrate money periods rates reconcile reports".split()
unchanged(*[f"tests/test_{name}.py" for name in modules], "tests/support.py", "bin/month-end.sh", "bin/auditor.sh", "legacy/treasury.sh")
migrations = files("db/migrations")
old = [path for path in migrations if path[14:18] <= "0015"]
assert len(old) == 15 and len(migrations) > 15, migrations
unchanged(*old, "quire/migrate.py", "quire/db.py", "db/seed/accounts.csv", "db/reports/manifest.toml")
reports = [path[11:-4] for path in files("db/reports") if path.endswith(".sql")]
kept = "aged assets balance_sheet bank budget centres exposure fees general_ledger income liquidity plan trail trial_balance unmatched vat"
assert sorted(reports) == kept.split(), reports
suite = run("python3", "-B", "-m", "unittest", *[f"tests.test_{name}" for name in modules], timeout=40)
assert suite.code == 0 and "\nOK" in suite.err, suite
for name, wanted in json.loads(hidden["expected.json"]).items():
    shown = observe(hidden["harness.py"] + hidden[name], timeout=40)
    for number, (found, right) in enumerate(zip(shown, wanted)):
        assert found == right, (name, number, found, right)
    assert len(shown) == len(wanted), (name, len(shown))
