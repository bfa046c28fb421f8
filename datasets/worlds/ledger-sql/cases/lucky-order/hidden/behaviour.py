import hashlib
import os
import tempfile
from pathlib import Path

from quire import db, formats, importer, journal, migrate, periods, rates, reports, seed
from quire.errors import QuireError

for reverse in ("OFF", "ON"):
    conn = db.connect(":memory:")
    migrate.migrate(conn)
    conn.execute(f"PRAGMA reverse_unordered_selects = {reverse}")
    db.act_as(conn, "mira", "2025-02-03T09:00:00Z")
    seed.load(conn)
    periods.make_year(conn, 2025)
    for day, first, second in (("2025-01-20", "6300", "2100"), ("2025-01-05", "6200", "2300"), ("2025-01-20", "6500", "1110"), ("2025-01-05", "6100", "1110")):
        journal.book(conn, day, f"m{first}", [(first, "EUR", 500), (second, "EUR", -500)])
    journal.book(conn, "2025-01-05", "aa", [("6100", "EUR", 500), ("1110", "EUR", -500)])
    journal.book(conn, "2025-01-05", "zz", [("6100", "EUR", 700), ("1110", "EUR", -700)])
    rows = [tuple(r) for r in conn.execute("SELECT entry_id, id, account, currency, amount_minor, base_minor FROM lines ORDER BY entry_id, id")]
    right = hashlib.sha256("".join("|".join(map(str, row)) + "\n" for row in rows).encode()).hexdigest()
    found = periods.seal(conn, "2025-01")
    show([right, len(rows)], list(found))
    conn.execute("INSERT INTO statements VALUES (1, 'kontor', '1', 'f', '', 0, 0), (2, 'harbour', '1', 'f', '', 0, 0)")
    for key, (statement, day, amount, text) in enumerate(((1, "2025-01-05", 90, "b"), (1, "2025-01-05", -90, "z"), (2, "2025-01-01", 1, "k"), (1, "2025-01-05", -90, "a"), (1, "2025-01-04", 4, "q"), (1, "2025-02-04", 4, "late")), 1):
        conn.execute("INSERT INTO bank_lines (id, statement_id, booked_on, value_on, amount, amount_minor, text) VALUES (?, ?, ?, ?, ?, ?, ?)", (40 - key, statement, day, day, amount / 100, amount, text))
    columns, found = reports.rows(conn, "unmatched", day="2025-01-31")
    show(columns, found)
    for name, account, cost, bought in (("z", "1500", 10, "2024-10-01"), ("b", "1590", 20, "2024-10-01"), ("a", "1500", 70, "2024-12-01"), ("b", "1500", 30, "2023-10-01"), ("b", "1500", 30.5, "2024-12-01"), ("b", "1500", 2, "2023-01-01")):
        conn.execute("INSERT INTO assets (name, account, cost, bought_on, months) VALUES (?, ?, ?, ?, 10)", (name, account, cost, bought))
    conn.execute("CREATE INDEX judged ON assets (account, name, cost DESC, bought_on, months)")
    show(reports.rows(conn, "assets", period="2025-01"))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "n.csv"
        path.write_text("日付,相手,摘要,出金,入金,残高\n2025/01/14,x,y,1,,\n", encoding="utf-8")
        chain = []
        for number, opening in (("b", 10), ("a", 9), ("c", 8), ("d", 10), ("d", 8), ("d", 7)):
            try:
                importer.load(conn, "nippa", number, path, str(opening), str(opening - 1))
                chain.append("ok")
            except QuireError as error:
                chain.append(str(error).split(": ", 1)[1])
        show(chain)
        before, formats.FOLDER = formats.FOLDER, Path(folder)
        (Path(folder) / "x.toml").write_text('delimiter = ";"\n' + "".join(f"{key} = 1\n" for key in "tqhbzkmw"))
        try:
            formats.load("x")
        except QuireError as error:
            show(str(error))
        formats.FOLDER = before
    conn.close()
