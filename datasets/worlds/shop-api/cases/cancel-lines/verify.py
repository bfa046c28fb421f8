import json

tests = [path for path in files("tests") if path.endswith((".py", ".csv"))]
given = ["__init__", "helpers", "test_apidoc", "test_catalogue", "test_exports", "test_giftcards", "test_hooks"]
given += ["test_journal", "test_migrate", "test_orders", "test_outbox", "test_settings", "test_signing"]
given += ["test_stacking", "test_stock", "test_totals"]
unchanged(*[f"tests/{name}.py" for name in given], "fixtures/catalogue.csv", "fixtures/zones.csv")
unchanged(*[path for path in files("shop/migrations") if path.endswith(".sql") and path[16:20] <= "0012"])
suite = run("python3", "-B", "-m", "unittest", *[f"tests.{name}" for name in given[2:]], timeout=40)
assert suite.code == 0 and "\nOK" in suite.err, suite
expected = json.loads(hidden["expected.json"])
for name, wanted in expected.items():
    shown = observe(hidden["harness.py"] + hidden[name])
    for number, (found, right) in enumerate(zip(shown, wanted)):
        assert found == right, (name, number, found, right)
    assert len(shown) == len(wanted), (name, len(shown))
