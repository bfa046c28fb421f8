import json

modules = "imports journal migrate money periods rates reconcile reports".split()
unchanged(*[f"tests/test_{name}.py" for name in modules], "tests/support.py", "tests/shell/month_end.sh", "tests/shell/treasury.sh")
migrations = files("db/migrations")
old = [path for path in migrations if path[14:18] <= "0015"]
assert len(old) == 15 and len(migrations) > 15, migrations
unchanged(*old, "db/seed/accounts.csv", "db/seed/currencies.csv", "data/rates/2025-q1.csv", "quire/migrate.py")
suite = run("python3", "-B", "-m", "unittest", *[f"tests.test_{name}" for name in modules], timeout=40)
assert suite.code == 0 and "\nOK" in suite.err, suite
for name, wanted in json.loads(hidden["expected.json"]).items():
    shown = observe(hidden["harness.py"] + hidden[name], timeout=40)
    for number, (found, right) in enumerate(zip(shown, wanted)):
        assert found == right, (name, number, found, right)
    assert len(shown) == len(wanted), (name, len(shown))
