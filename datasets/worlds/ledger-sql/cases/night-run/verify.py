import json

given = hidden["given.txt"].split()
code = [path for path in files("quire") if path.endswith(".py")]
unchanged(*given, "var/README", "bin/month-end.sh", "db/seed/accounts.csv", *code)
assert files("ops") == [path for path in given if path.startswith("ops/")], files("ops")
left = [path for path in files("var") if not path.endswith(("-journal", "-wal", "-shm"))]
out = [f"var/out/2025-10-{name}.csv" for name in ("assets", "balance_sheet", "budget", "trial_balance")]
assert left == sorted(["var/README", "var/books.sql", "var/books.db", *out]), left
shown, wanted = observe(hidden["read.py"]), json.loads(hidden["expected.json"])["read.py"]
for number, (found, right) in enumerate(zip(shown, wanted)):
    assert found == right, (number, [x for x in found if x not in right] if isinstance(found, list) else found, [x for x in right if x not in found] if isinstance(right, list) else right)
assert len(shown) == len(wanted)
