import json
from shop import db, migrate
from shop.clock import FixedClock

conn = db.connect(":memory:")
migrate.migrate(conn, 12, FixedClock())
conn.execute("INSERT INTO customers VALUES (1, 'a@example.com', 'A', 'DE', '04109', '')")
conn.execute("INSERT INTO carts VALUES (1, 1, 'ordered', '', '')")
conn.execute("INSERT INTO orders VALUES (3, 'O-3', 1, 1, 'paid', 'EUR', 1, 0, 0, 0, 1, '', '')")
CARDS = [
    ("M-PLAIN", "EUR", 19.99, 1, 0, [(19.99, "issue"), (-5.1, "redeem")]),
    ("A-HALF", "EUR", 20.125, None, 0, [(20.125, "issue")]),
    ("B-HALF", "EUR", 20.135, None, 1, [(20.135, "issue")]),
    ("Z-DRIFT", "EUR", 0.045, None, 0, [(0.015, "issue"), (0.015, "return"), (0.015, "return")]),
    ("K-THREE", "BHD", 0.285, None, 0, [(0.285, "issue"), (1.0005, "return"), (1.0005, "return")]),
    ("C-DUST", "EUR", 10.0, None, 0, [(10.0, "issue"), (-3.333, "redeem"), (-3.333, "redeem"), (-3.336, "redeem")]),
    ("D-BELOW", "BHD", 5.0, 1, 0, [(5.0, "issue"), (-5.003, "redeem")]),
    ("E-YEN", "JPY", 1500.0, None, 0, [(1500.0, "issue"), (-0.5, "adjust"), (2.5, "adjust"), (-1.4, "redeem")]),
    ("F-NONE", "USD", 7.0, None, 0, []),
    ("G-CENT", "GBP", 0.29, None, 0, [(0.29, "issue"), (0.57, "return"), (1.13, "return"), (-0.58, "redeem")]),
    ("H-BIG", "SEK", 123456.78, None, 0, [(123456.78, "issue"), (-0.01, "redeem")]),
    ("L-SUM", "EUR", 0.3, None, 0, [(0.1, "issue"), (0.2, "return"), (-0.3, "redeem")]),
]
number = 5
for code, currency, issued, customer, blocked, entries in CARDS:
    conn.execute("INSERT INTO gift_cards VALUES (?, ?, ?, ?, ?, ?)", (code, currency, issued, customer, "2025-05-01T00:00:00Z", blocked))
for step in range(4):
    for code, *_, entries in CARDS:
        if step < len(entries):
            amount, kind = entries[step]
            number += 3
            conn.execute("INSERT INTO gift_card_entries VALUES (?, ?, ?, ?, ?, ?)", (number, code, amount, kind, 3 if kind == "redeem" else None, f"2025-0{5 + step}-{10 + number % 7}T00:00:00Z"))
show(migrate.migrate(conn, None, FixedClock())[0])
def table(sql, *args):
    return [[repr(v) for v in row] for row in conn.execute(sql, args)]
show(table("SELECT code, issued, customer_id, issued_at, blocked FROM gift_cards ORDER BY code"))
show(table("SELECT id, code, amount, kind, order_id, at FROM gift_card_entries ORDER BY id"))
show(table("SELECT code, currency, blocked, balance FROM gift_card_balances ORDER BY code"))
show(table("SELECT name, type, \"notnull\", dflt_value, pk FROM pragma_table_info('gift_cards') ORDER BY name"))
show(table("SELECT name, type, \"notnull\", pk FROM pragma_table_info('gift_card_entries') ORDER BY name"))
show(sorted(table("SELECT \"table\", \"from\", \"to\" FROM pragma_foreign_key_list('gift_card_entries')")))
show(sorted(table("SELECT \"table\", \"from\", \"to\" FROM pragma_foreign_key_list('gift_cards')")))
show(table("SELECT name, tbl_name FROM sqlite_master WHERE type IN ('index', 'trigger', 'view') AND name LIKE 'gift%' ORDER BY name"))
show(table("SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE '%gift%' ORDER BY name"))
for values in (
    ("M-PLAIN", -1489, "redeem", None), ("M-PLAIN", -1, "redeem", None), ("F-NONE", 1, "other", None), ("NOWHERE", 1, "issue", None),
    ("F-NONE", 1, "issue", 99), ("F-NONE", 1, "issue", None), ("F-NONE", -2, "adjust", None),
):
    try:
        conn.execute("INSERT INTO gift_card_entries (code, amount, kind, order_id, at) VALUES (?, ?, ?, ?, '')", values)
        show("ok")
    except db.sqlite3.IntegrityError as error:
        show("refused")
for sql in ("INSERT INTO gift_cards VALUES ('N', 'EUR', 0, NULL, '', 0)", "INSERT INTO gift_cards VALUES ('N', 'EUR', 1, 77, '', 0)", "INSERT INTO gift_cards (code, currency, issued, issued_at) VALUES ('N', 'EUR', 1, '')"):
    try:
        conn.execute(sql)
        show("ok")
    except db.sqlite3.IntegrityError:
        show("refused")
show(table("SELECT blocked, issued FROM gift_cards WHERE code = 'N'"), migrate.migrate(conn, None, FixedClock()))
