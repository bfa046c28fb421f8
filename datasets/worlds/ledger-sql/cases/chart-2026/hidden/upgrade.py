import hashlib

ACCOUNTS = [
    ('1000', 'Assets', 'asset', None, None, '2020-01-01', None, 0),
    ('1100', 'Banks', 'asset', '1000', None, '2020-01-01', None, 0),
    ('1110', 'Kontorbank', 'asset', '1100', 'EUR', '2020-01-01', None, 0),
    ('1120', 'Harbour Trust', 'asset', '1100', 'USD', '2020-01-01', None, 1),
    ('1130', 'Sparnord', 'asset', '1100', 'SEK', '2021-07-01', None, 1),
    ('1140', 'Nippa', 'asset', '1100', 'JPY', '2023-04-01', None, 1),
    ('1190', 'Money in transit', 'asset', '1100', None, '2020-01-01', None, 0),
    ('1200', 'Receivables', 'asset', '1000', None, '2020-01-01', None, 1),
    ('1300', 'Input VAT', 'asset', '1000', 'EUR', '2020-01-01', None, 0),
    ('1500', 'Equipment', 'asset', '1000', 'EUR', '2020-01-01', None, 0),
    ('1590', 'Depreciation so far', 'asset', '1000', 'EUR', '2020-01-01', None, 0),
    ('2000', 'Liabilities', 'liability', None, None, '2020-01-01', None, 0),
    ('2100', 'Payables', 'liability', '2000', None, '2020-01-01', None, 1),
    ('2200', 'Output VAT', 'liability', '2000', 'EUR', '2020-01-01', None, 0),
    ('2300', 'Loan of the members', 'liability', '2000', 'EUR', '2020-01-01', '2025-07-01', 0),
    ('2900', 'Suspense', 'liability', '2000', None, '2020-01-01', None, 0),
    ('3000', 'Equity', 'equity', None, None, '2020-01-01', None, 0),
    ('3100', 'Shares of the members', 'equity', '3000', 'EUR', '2020-01-01', None, 0),
    ('3900', 'Retained', 'equity', '3000', 'EUR', '2020-01-01', None, 0),
    ('4000', 'Income', 'income', None, None, '2020-01-01', None, 0),
    ('4100', 'Sales of produce', 'income', '4000', None, '2020-01-01', None, 0),
    ('4200', 'Sales of boxes', 'income', '4000', None, '2022-01-01', None, 0),
    ('4300', 'Delivery', 'income', '4000', None, '2020-01-01', None, 0),
    ('4900', 'Other income', 'income', '4000', None, '2020-01-01', None, 0),
    ('4950', 'Gains by rates', 'income', '4000', 'EUR', '2020-01-01', None, 0),
    ('5000', 'Purchases', 'expense', None, None, '2020-01-01', None, 0),
    ('5100', 'Produce', 'expense', '5000', None, '2020-01-01', None, 0),
    ('5200', 'Packaging', 'expense', '5000', None, '2020-01-01', None, 0),
    ('6000', 'Costs', 'expense', None, None, '2020-01-01', None, 0),
    ('6100', 'Wages', 'expense', '6000', 'EUR', '2020-01-01', None, 0),
    ('6200', 'Rent', 'expense', '6000', 'EUR', '2020-01-01', None, 0),
    ('6300', 'Transport', 'expense', '6000', None, '2020-01-01', None, 0),
    ('6400', 'Fees of banks', 'expense', '6000', None, '2020-01-01', None, 0),
    ('6500', 'Computers', 'expense', '6000', None, '2020-01-01', None, 0),
    ('6600', 'Depreciation', 'expense', '6000', 'EUR', '2020-01-01', None, 0),
    ('6950', 'Losses by rates', 'expense', '6000', 'EUR', '2020-01-01', None, 0),
]
ENTRIES = [
    # id, day, source, state, lines (id, account, currency, amount, base, centre)
    (3, "2023-12-31", "bank", "posted", [(5, "2900", "EUR", -700, -700, None), (6, "1110", "EUR", 700, 700, None)]),
    (4, "2024-01-01", "bank", "posted", [(7, "2900", "USD", -70, -63, "NORTH"), (8, "1120", "USD", 70, 63, None)]),
    (9, "2024-12-31", "sales", "posted", [(40, "4300", "EUR", -5, -5, "BOXES"), (10, "4300", "EUR", -6, -6, "NORTH"), (11, "1200", "EUR", 11, 11, None)]),
    (7, "2024-12-30", "purchase", "posted", [(30, "5200", "EUR", 9, 9, "SOUTH"), (31, "5100", "EUR", 1, 1, None), (29, "2100", "EUR", -10, -10, None)]),
    (12, "2025-01-01", "sales", "posted", [(50, "4300", "EUR", -5, -5, "BOXES"), (51, "4300", "EUR", -6, -6, "SOUTH"), (52, "4300", "EUR", -1, -1, None),
        (53, "4300", "SEK", -90, -8, "JAPAN"), (54, "1200", "EUR", 20, 20, None)]),
    (13, "2025-02-10", "manual", "posted", [(60, "4100", "EUR", -5, -5, None), (61, "1200", "EUR", 5, 5, None)]),
    (14, "2025-06-30", "purchase", "posted", [(70, "6500", "EUR", 5, 5, None), (71, "6500", "EUR", 6, 6, "JAPAN"), (72, "2100", "EUR", -11, -11, None)]),
    (15, "2025-07-01", "purchase", "posted", [(80, "6500", "EUR", 5, 5, "NORTH"), (81, "6500", "EUR", 6, 6, "JAPAN"), (82, "2100", "EUR", -11, -11, None)]),
    (16, "2025-08-01", "adjust", "draft", [(90, "4950", "EUR", -5, -5, "NORTH"), (91, "6950", "EUR", 6, 6, None), (92, "1590", "EUR", -3, -3, None)]),
]


def digest(name):
    rows = sorted((e, *line[:5]) for e, day, _, state, lines in ENTRIES for line in lines if day[:7] == name and state == "posted")
    return hashlib.sha256("".join("|".join(map(str, row)) + "\n" for row in rows).encode()).hexdigest()


def old_books(now=True):
    remove()
    conn = db.connect(PATH)
    migrate.migrate(conn, to=15)
    conn.execute("PRAGMA foreign_keys = OFF")
    if now:
        conn.execute("INSERT INTO session VALUES ('actor', 'x'), ('now', '2025-01-01T00:00:00Z')")
    conn.executemany("INSERT INTO currencies VALUES (?, ?, '')", [("EUR", 2), ("USD", 2), ("SEK", 2), ("JPY", 0)])
    conn.executemany("INSERT INTO accounts VALUES (?, ?, ?, ?, ?, ?, ?, ?)", ACCOUNTS)
    conn.execute("INSERT INTO accounts VALUES ('6510', 'their own name', 'expense', '6000', NULL, '2022-01-01', NULL, 0)")
    conn.execute("INSERT INTO accounts VALUES ('6530', 'their own account', 'expense', '6000', NULL, '2022-01-01', NULL, 0)")
    conn.executemany("INSERT INTO cost_centres VALUES (?, ?, '')", [("NORTH", "a"), ("SOUTH", "b"), ("BOXES", "c"), ("JAPAN", "d")])
    conn.execute("INSERT INTO bank_accounts VALUES ('kontor', '1110', 'EUR', 'kontor'), ('harbour', '1120', 'USD', 'harbour')")
    for year in (2023, 2024, 2025):
        periods.make_year(conn, year)
    for entry, day, source, state, lines in ENTRIES:
        conn.execute("INSERT INTO entries VALUES (?, ?, 'm', ?, NULL, NULL, ?, 'x', '')", (entry, day, source, state))
        conn.executemany("INSERT INTO lines (id, entry_id, account, currency, amount_minor, base_minor, centre) VALUES (?, ?, ?, ?, ?, ?, ?)", [(l[0], entry, *l[1:]) for l in lines])
    conn.execute("UPDATE periods SET state = 'closed' WHERE name <= '2025-02'")
    for name in [row[0] for row in conn.execute("SELECT name FROM periods WHERE name <= '2025-02'")]:
        conn.execute("INSERT INTO seals VALUES (?, ?, 0, 'then')", (name, digest(name) if name != "2024-01" else "b" * 64))
    conn.execute("INSERT INTO budgets VALUES ('4300', '2025-01', -100.1), ('4300', '2025-02', -0.005), ('5100', '2025-01', 0.1), ('5200', '2025-01', 0.2), ('5200', '2025-02', 7.5), "
                 "('6500', '2025-06', 1.25), ('6500', '2025-07', 2.25), ('2900', '2023-12', 3.0), ('2900', '2024-01', 4.0), ('6200', '2025-01', 5.005), ('6510', '2025-06', 0.15)")
    conn.execute("INSERT INTO match_rules VALUES (1, NULL, 'a', '6500', 1), (2, 'kontor', 'b', '4300', 2), (3, NULL, 'c', '2900', 3), (4, NULL, 'd', '6400', 3)")
    conn.execute("INSERT INTO documents VALUES ('A', 'x', '2900', 'EUR', 5, 0, '2023-12-31', '2024-02-01'), ('B', 'x', '2900', 'EUR', 5, 0, '2024-01-01', '2024-02-01'), ('C', 'x', '1200', 'EUR', 5, 0, '2024-01-01', '2024-02-01')")
    conn.execute("INSERT INTO assets (id, name, account, cost, bought_on, months) VALUES (1, 'a', '1590', 5, '2024-01-01', 5), (2, 'b', '6500', 5, '2025-06-30', 5), (3, 'c', '6500', 5, '2025-07-01', 5), (4, 'd', '1500', 5, '2025-07-01', 5)")
    conn.execute("INSERT INTO period_totals VALUES ('2024-01', '5200', 5.0), ('2024-01', '5100', 6.0)")
    conn.execute("INSERT INTO statements (id, bank, number, opening_minor, closing_minor, file, imported_at) VALUES (3, 'kontor', '1', 0, 700, 'f', '')")
    conn.execute("INSERT INTO bank_lines (id, statement_id, booked_on, value_on, amount, amount_minor) VALUES (8, 3, '2023-12-31', '2023-12-31', 7.0, 700)")
    conn.execute("INSERT INTO matches VALUES (8, 6, 'hand', '')")
    conn.execute("INSERT INTO audit VALUES (5, 'then', 'x', 'account', '4950', 'change', '{}', '{}')")
    conn.close()


def everything():
    show(table("SELECT id, entry_id, account, currency, amount_minor, base_minor, centre FROM lines ORDER BY id"))
    show(table("SELECT * FROM accounts ORDER BY code"))
    show(table("SELECT account, period, amount FROM budgets ORDER BY 1, 2"), table("SELECT id, pattern, account, priority FROM match_rules ORDER BY id"))
    show(table("SELECT ref, account FROM documents ORDER BY ref"), table("SELECT id, account FROM assets ORDER BY id"), table("SELECT * FROM period_totals"))
    show(table("SELECT name, account FROM bank_accounts ORDER BY 1"), table("SELECT key, value FROM settings ORDER BY key"), table("SELECT bank_line_id, line_id FROM matches"))
    notes = [[*row[:5], *(value and json.loads(value) for value in row[5:])] for row in table("SELECT at, actor, entity, key, action, before, after FROM audit ORDER BY entity, key, id")]
    show(notes, table("SELECT period, digest, made_at FROM seals ORDER BY period"), table("SELECT name, state FROM periods WHERE state <> 'open' ORDER BY name"))
    show(quire("verify"), quire("check"), table("PRAGMA foreign_key_check"), table("PRAGMA integrity_check"))
    show(table("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"), table("SELECT name FROM pragma_table_info('lines') ORDER BY name"))


old_books()
show(quire("migrate")[0])
everything()
show(quire("migrate"), len(table("SELECT 1 FROM audit")))
for name in ("2023-12", "2024-12", "2025-01", "2025-07"):
    show(quire("report", "trial_balance", f"period={name}"))
show(quire("report", "plan", "from=2025-01", "to=2025-12"), quire("report", "centres", "from=2023-01", "to=2025-12"), quire("report", "vat", "from=2023-01", "to=2025-12"))
show(sql("UPDATE lines SET centre = NULL WHERE id = 70"), sql("DELETE FROM entries WHERE id = 9"))
for account in ("4300", "4310", "6500", "6510", "6520", "7000", "7100", "5200"):
    show([account, quire("book", "2025-09-01", "x", f"{account}:EUR:1.00", "2100:EUR:-1.00")[0]])
old_books(now=False)
show(quire("migrate")[0], table("SELECT DISTINCT at, actor FROM audit WHERE entity <> 'account'"))
remove()
