def schema():
    names = table("SELECT type, name FROM sqlite_master WHERE type <> 'index' OR sql IS NOT NULL ORDER BY 1, 2")
    show(names)
    for kind, name in names:
        if kind in ("table", "view"):
            show([name, sorted(row[0] for row in table(f"SELECT name FROM pragma_table_info('{name}')"))])
    for name in ("assets", "cost_centres", "currencies", "seals", "settings", "bank_lines", "lines"):
        show([name, sorted(table(f'SELECT "from", "table", "to", on_delete FROM pragma_foreign_key_list(\'{name}\')'))])
        show([name, sorted(table(f"SELECT name, \"notnull\", pk FROM pragma_table_info('{name}')"))])
    show(table("SELECT key, value FROM settings ORDER BY key"))


remove()
quire("init", "--year", "2025")
schema()
for name in ("currencies", "cost_centres"):
    show(table(f"SELECT * FROM {name} ORDER BY 1"))
for text in ("INSERT INTO assets (name, account, cost, bought_on, months) VALUES ('a', '1500', 1, '', 0)", "INSERT INTO currencies (code, exponent) VALUES ('XXXX', 2)", "INSERT INTO currencies (code, exponent) VALUES ('XXX', 4)"):
    show(sql(text))
remove()
conn = db.connect(PATH)
migrate.migrate(conn, to=15)
conn.execute("INSERT INTO session VALUES ('actor', 'x'), ('now', '2025-01-01T00:00:00Z')")
conn.execute("INSERT INTO currencies VALUES ('EUR', 2, 'Euro'), ('SEK', 2, 'x'), ('USD', 2, 'y'), ('CHF', 2, 'Franc')")
conn.execute("INSERT INTO accounts (code, name, kind, opened_on, revalue) VALUES ('1500', 'x', 'asset', '2020-01-01', 1), ('1130', 'y', 'asset', '2020-01-01', 0)")
conn.execute("INSERT INTO cost_centres VALUES ('NORTH', 'Depot', 'EU'), ('OLD', 'Market', 'CH')")
conn.execute("INSERT INTO bank_accounts VALUES ('sparnord', '1130', 'SEK', 'sparnord')")
periods.make_year(conn, 2024)
conn.execute("INSERT INTO period_totals VALUES ('2024-01', '1500', 5.0)")
conn.execute("INSERT INTO import_log VALUES (1, 'f', 'm')")
conn.execute("INSERT INTO assets (id, name, account, cost, bought_on, months, tag) VALUES (7, 'van', '1500', 10.5, '2024-01-01', 5, 'T')")
conn.execute("INSERT INTO seals VALUES ('2024-01', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', 0, 'then')")
conn.execute("UPDATE settings SET value = '9' WHERE key = 'match.days'")
conn.execute("INSERT INTO statements (id, bank, number, opening_minor, closing_minor, file, imported_at) VALUES (3, 'sparnord', '1', 1, 2, 'f', 'i')")
conn.execute("INSERT INTO bank_lines (id, statement_id, booked_on, value_on, amount, note) VALUES (8, 3, '2024-11-14', '2024-11-14', 0.01, 'n')")
conn.close()
show(quire("migrate")[0], quire("migrate"), quire("verify"), quire("check"))
schema()
show(table("SELECT id, name, cost, months FROM assets"), table("SELECT code, name FROM cost_centres ORDER BY 1"), table("SELECT code, exponent FROM currencies ORDER BY 1"))
show(table("SELECT period, made_at FROM seals"), table("SELECT code, revalue FROM accounts ORDER BY 1"), table("SELECT file, imported_at FROM statements"))
show(table("SELECT id, amount, note FROM bank_lines"), table("PRAGMA foreign_key_check"), table("PRAGMA integrity_check"))
remove()
