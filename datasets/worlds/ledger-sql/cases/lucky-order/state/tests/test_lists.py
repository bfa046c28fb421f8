"""Lists that people read: what is on them, and in which order where docs/reports.md has one."""

from quire import journal, reconcile, reports
from tests.support import BooksTest


class Lists(BooksTest):
    def report(self, name, **params):
        return reports.rows(self.conn, name, **params)[1]

    def bank_line(self, statement, key, day, amount, text):
        self.conn.execute(
            "INSERT INTO bank_lines (id, statement_id, booked_on, value_on, amount, amount_minor, text) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (key, statement, day, day, amount / 100, amount, text),
        )

    def statements(self):
        self.conn.execute("INSERT INTO statements VALUES (1, 'kontor', '1', 'f', '', 0, 0), (2, 'harbour', '1', 'f', '', 0, 0)")

    def test_unmatched_lines_are_listed_by_account_and_day(self):
        self.statements()
        self.bank_line(1, 1, "2025-01-07", 900, "b")
        self.bank_line(1, 2, "2025-01-07", 901, "a")
        self.bank_line(2, 3, "2025-01-06", 5, "c")
        self.bank_line(1, 4, "2025-01-03", 77, "d")
        self.book("2025-01-07", ("1110", 400), ("4900", -400), memo="m")
        found = [row[:3] + row[4:] for row in self.report("unmatched", day="2025-01-31")]
        self.assertEqual(
            found,
            [
                ("bank", "1110", "2025-01-03", 77, "d"),
                ("books", "1110", "2025-01-07", 400, "m"),
                ("bank", "1110", "2025-01-07", 900, "b"),
                ("bank", "1110", "2025-01-07", 901, "a"),
                ("bank", "1120", "2025-01-06", 5, "c"),
            ],
        )

    def test_equipment_of_one_name_is_listed_as_it_was_bought(self):
        row = "INSERT INTO assets (name, account, cost, bought_on, months) VALUES (?, '1500', ?, ?, 10)"
        self.conn.executemany(row, [("cart", 300.0, "2024-12-15"), ("van", 100.0, "2024-01-15"), ("van", 200.0, "2024-12-15"), ("van", 50.0, "2024-12-15")])
        found = [(row[0], row[2]) for row in self.report("assets", period="2025-02")]
        self.assertEqual(found, [("cart", 24_000), ("van", 0), ("van", 16_000), ("van", 4_000)])

    def test_cost_centres_are_listed_by_name_and_account(self):
        self.book("2025-01-07", ("6300", "EUR", 10, 10, "SOUTH"), ("6200", "EUR", 20, 20, "SOUTH"), ("2100", -30))
        self.book("2025-01-08", ("6400", "EUR", 5, 5, "NORTH"), ("6300", "EUR", 4, 4, "NORTH"), ("2100", -9))
        self.book("2025-01-08", ("6500", 3), ("2100", -3))
        self.assertEqual(
            self.report("centres", **{"from": "2025-01", "to": "2025-01"}),
            [("Depot north", "6300", -4), ("Depot north", "6400", -5), ("Depot south", "6200", -20), ("Depot south", "6300", -10), ("none", "6500", -3)],
        )

    def test_a_reversal_has_the_lines_of_its_entry(self):
        entry = self.book("2025-01-07", ("6300", "EUR", 500, 500, "SOUTH"), ("6200", 100), ("2100", -600))
        other = journal.reverse(self.conn, entry, "2025-02-01")
        self.assertEqual(
            self.rows("SELECT account, base_minor, centre FROM lines WHERE entry_id = ?", other),
            [("6300", -500, "SOUTH"), ("6200", -100, None), ("2100", 600, None)],
        )

    def test_what_banks_took_is_counted_by_bank(self):
        self.statements()
        self.bank_line(1, 1, "2025-01-31", -1_190, "Entgelt Januar")
        self.bank_line(2, 2, "2025-01-30", -2_500, "Outgoing wire fee")
        self.bank_line(1, 3, "2025-01-15", -310, "Entgelt Karte")
        reconcile.run(self.conn)
        self.assertEqual(self.rows("SELECT bank, times, amount_minor FROM v_fees ORDER BY bank"), [("harbour", 1, 2_500), ("kontor", 2, 1_500)])

    def test_a_match_is_found_in_the_trail(self):
        self.statements()
        self.bank_line(1, 1, "2025-01-07", 900, "b")
        self.book("2025-01-07", ("1110", 900), ("4900", -900))
        line = self.rows("SELECT id FROM lines LIMIT 1")[0][0]
        reconcile.by_hand(self.conn, 1, line)
        reconcile.unmatch(self.conn, 1)
        self.assertEqual([row[2] for row in self.report("trail", entity="match", key="1")], ["match", "unmatch"])

    def test_accounts_of_the_income_statement(self):
        self.book("2025-01-07", ("1200", 700), ("4300", -300), ("4100", -400))
        self.book("2025-01-08", ("6300", 20), ("6100", 30), ("2100", -50))
        found = self.report("income", **{"from": "2025-01", "to": "2025-01"})
        self.assertEqual([row[1] for row in found], ["4100", "4300", "6100", "6300"])
