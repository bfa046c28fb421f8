"""Changes one float at a time in books that hold every kind of row, and looks at what changes."""

import json
import sqlite3
import sys

sys.path.insert(0, "")
from quire import db, migrate, periods, reports, seed

PARAMS = {"period": "2025-02", "from": "2025-01", "to": "2025-03", "day": "2025-02-10", "account": "1110", "entity": "entry", "key": "1"}
ENTRY = "INSERT INTO entries (id, posted_on, memo, source, state, created_by, created_at) VALUES (?, ?, 'm', 'manual', 'draft', '', '')"


def books():
    conn = db.connect(":memory:")
    migrate.migrate(conn)
    db.act_as(conn, "x", "2025-01-01T00:00:00Z")
    seed.load(conn)
    periods.make_year(conn, 2025)
    run = conn.execute
    run("INSERT INTO rates (currency, day, rate) VALUES ('USD', '2025-02-01', 0.5), ('SEK', '2025-02-01', 0.5)")
    for entry, lines in enumerate((
        [("1110", "EUR", -500), ("6400", "EUR", 500)], [("1120", "USD", -700), ("6400", "EUR", 700)], [("1110", "EUR", 900), ("1200", "EUR", -900)],
        [("6200", "EUR", 1000), ("2100", "EUR", -1000)],
    ), 1):
        run(ENTRY, (entry, "2025-02-05"))
        for account, currency, amount in lines:
            run("INSERT INTO lines (entry_id, account, currency, amount_minor, base_minor) VALUES (?, ?, ?, ?, ?)", (entry, account, currency, amount, amount))
        run("UPDATE entries SET state = 'posted' WHERE id = ?", (entry,))
    run("INSERT INTO statements VALUES (1, 'kontor', '1', 'f', '', 0, 7), (2, 'harbour', '1', 'f', '', 0, 7)")
    rows = [(1, 1, "2025-02-05", -5.0, None, "a"), (2, 2, "2025-02-05", -7.0, None, "b"), (3, 1, "2025-02-06", 3.0, None, "c"), (4, 1, "2025-02-05", 8.0, 900, "d"), (5, 2, "2025-02-07", -2.0, None, "e")]
    run_many = "INSERT INTO bank_lines (id, statement_id, booked_on, value_on, amount, amount_minor, text) VALUES (?, ?, ?, '', ?, ?, ?)"
    conn.executemany(run_many, rows)
    run("INSERT INTO matches VALUES (1, 1, 'rules', ''), (2, 3, 'rules', '')")
    run("INSERT INTO budgets VALUES ('6200', '2025-02', 10.0), ('6400', '2025-02', 5.0)")
    run("INSERT INTO assets (name, account, cost, bought_on, months, tag) VALUES ('van', '1500', 9000.0, '2025-01-05', 9, 't')")
    run("INSERT INTO documents VALUES ('S', 'x', '1200', 'SEK', 900, 3.0, '2025-01-01', '2025-02-15'), ('R', 'x', '2100', 'EUR', -900, 0, '2025-01-01', '2025-02-15')")
    run("INSERT INTO period_totals VALUES ('2025-02', '6200', 5.0)")
    return conn


def views(conn):
    names = [row[0] for row in conn.execute("SELECT name FROM sqlite_master WHERE type = 'view' ORDER BY 1")]
    found = {}
    for name in names:
        rows = conn.execute(f"SELECT * FROM {name}")
        found[name] = ([c[0] for c in rows.description], [tuple(r) for r in rows])
    return found


def printed(conn):
    return {name: reports.rows(conn, name, **{p: PARAMS[p] for p in spec["params"]}) for name, spec in reports.manifest().items()}


def rules(conn):
    return {path.stem: sorted(map(tuple, conn.execute(path.read_text()))) for path in sorted((db.DB / "reconcile").glob("*.sql"))}


def changed(before, after):
    """Return the columns whose values differ, and the names whose rows are others."""
    columns, rows = [], []
    for name, (head, old) in before.items():
        new = after[name][1]
        if len(old) != len(new):
            rows.append(name)
            continue
        columns += [f"{name}.{column}" for n, column in enumerate(head) if [r[n] for r in old] != [r[n] for r in new]]
    return columns, rows


def refused(change):
    """Return the guards whose word about a match changes with the floats."""
    conn = books()
    conn.execute("INSERT INTO bank_lines (id, statement_id, booked_on, value_on, amount, text) VALUES (9, 1, '2025-02-05', '', 9.0, '')")
    unlocked(conn, change)
    try:
        conn.execute("INSERT INTO matches VALUES (9, 5, 'hand', '')")
        return []
    except sqlite3.IntegrityError:
        return ["matches_fit"]


def unlocked(conn, change):
    trigger = conn.execute("SELECT sql FROM sqlite_master WHERE name = 'bank_lines_stay'").fetchone()[0]
    conn.execute("DROP TRIGGER bank_lines_stay")
    conn.execute(change)
    conn.execute(trigger)


answer = {}
for table, column in (("assets", "cost"), ("bank_lines", "amount"), ("budgets", "amount"), ("documents", "paid"), ("period_totals", "total"), ("rates", "rate")):
    conn = books()
    names = [r["name"] for r in conn.execute(f"SELECT name, type FROM pragma_table_info('{table}')") if r["type"] == "REAL"]
    assert names == [column]
    start = views(conn), printed(conn)
    near, far = set(), set()
    for factor in (1.1, 0.9):
        conn = books()
        unlocked(conn, f"UPDATE {table} SET {column} = {column} * {factor} + 0.01 * ({column} = 0)")
        near |= set(changed(start[0], views(conn))[0]) | {"report " + c for c in changed(start[1], printed(conn))[0]}
    changes = [f"UPDATE {table} SET {column} = {value}" for value in (("9", "4.5") if table == "documents" else ("9000000", "0.0001") if table != "bank_lines" else ("9.0", "-9.0", "0"))]
    if table == "documents":
        changes.append("UPDATE documents SET paid = total_minor / 100.0")
    if table == "bank_lines":
        changes.append("UPDATE bank_lines SET amount = CASE id WHEN 3 THEN -3.93 ELSE amount END")
    for change in changes:
        conn = books()
        unlocked(conn, change)
        far |= set(changed(start[0], views(conn))[1]) | set(changed(start[1], printed(conn))[1])
    # Rules need references, which posted entries do not get afterwards.
    touched = []
    for change in changes:
        for state in (None, change):
            conn = books()
            conn.execute("DELETE FROM matches")
            for trigger in ("bank_lines_stay", "entries_stay_posted"):
                conn.execute(f"DROP TRIGGER {trigger}")
            conn.execute("UPDATE entries SET ref = 'REF' || id")
            conn.execute("UPDATE bank_lines SET ref = 'REF' || id, text = 'x ref' || id")
            if state:
                conn.execute(state)
            touched.append(rules(conn))
    moved = sorted({name for one in range(0, len(touched), 2) for name in touched[one] if touched[one][name] != touched[one + 1][name]})
    answer[f"{table}.{column}"] = {
        "views": sorted(c for c in near if not c.startswith("report ")),
        "reports": sorted(c[7:] for c in near if c.startswith("report ")),
        "rows": sorted(far),
        "rules": moved,
        "guards": refused(changes[0].replace("= 9.0", "= 8.0")) if table == "bank_lines" else [],
    }
print(json.dumps(answer))
