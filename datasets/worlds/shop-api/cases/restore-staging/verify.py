import json

expected = json.loads(hidden["expected.json"])
given = hidden["given.txt"].split()
unchanged(*given, "shop/journal.py", "shop/reconcile.py", "shop/migrate.py", "shop/cli.py", "shop/stock.py")
left = [path for path in files("var") if not path.endswith(("-journal", "-wal", "-shm"))]
assert left == sorted([*given, "var/report.json", "var/shop.db"]), left
shown = observe(hidden["read.py"])
wanted = [expected[name] for name in ("stock", "moves", "history", "sequences", "counts")] + [[["ok"]], []]
for number, (found, right) in enumerate(zip(shown, wanted)):
    assert found == right, (number, found, right)
assert len(shown) == len(wanted)
report = read("var/report.json")
assert len(report) < 10_000
assert json.loads(report) == expected["report"], report
