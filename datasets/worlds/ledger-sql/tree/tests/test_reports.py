from quire import documents, importer, reconcile, reports
from quire.errors import QuireError
from tests.support import DATA, BooksTest


class Reports(BooksTest):
    def setUp(self):
        super().setUp()
        self.book("2025-01-02", ("1110", 1_000_000), ("3100", -1_000_000), memo="shares")
        self.book("2025-01-20", ("6200", 80_000), ("2100", -80_000), memo="rent")
        self.book("2025-02-03", ("1200", 50_000), ("4100", "EUR", -42_000, -42_000, "NORTH"), ("2200", -8_000), memo="sale")
        self.book("2025-02-10", ("1120", "USD", 100_000), ("4200", "USD", -100_000), memo="boxes")

    def report(self, name, **params):
        return reports.rows(self.conn, name, **params)[1]

    def test_each_report_of_the_manifest_runs(self):
        values = {"period": "2025-02", "from": "2025-01", "to": "2025-12", "day": "2025-02-28", "account": "1110", "entity": "entry", "key": "1"}
        for name, spec in reports.manifest().items():
            columns, _ = reports.rows(self.conn, name, **{p: values[p] for p in spec["params"]})
            self.assertLessEqual(set(spec["minor"]), set(columns), name)

    def test_the_trial_balance_carries_over(self):
        found = self.report("trial_balance", period="2025-02")
        self.assertIn(("2100", "Payables", -80_000, 0, 0, -80_000), found)
        self.assertEqual(sum(row[5] for row in found), 0)

    def test_the_balance_sheet_adds_up(self):
        found = self.report("balance_sheet", period="2025-02")
        self.assertEqual(sum(row[2] for row in found), 0)
        self.assertEqual(found[-1][0], "result")

    def test_the_income_statement_names_income_first(self):
        self.assertEqual([row[1] for row in self.report("income", **{"from": "2025-01", "to": "2025-02"})], ["4100", "4200", "6200"])

    def test_a_budget_shows_what_is_over(self):
        self.conn.execute("INSERT INTO budgets VALUES ('6200', '2025-01', 750.5), ('6100', '2025-01', 0)")
        self.assertEqual(
            self.report("budget", period="2025-01"), [("6100", "Wages", 0, 0, None), ("6200", "Rent", 80_000, 4_950, 106.6)]
        )
        self.assertEqual(self.report("plan", **{"from": "2025-01", "to": "2025-03"}), [("6000", "Costs", 75_050, 80_000, 1)])

    def test_equipment_loses_a_part_a_month(self):
        self.conn.execute("INSERT INTO assets (name, account, cost, bought_on, months) VALUES ('van', '1500', 1000.0, '2025-01-15', 3)")
        self.assertEqual(self.report("assets", period="2025-02"), [("van", "1500", 66_667, 33_333)])
        self.assertEqual(self.report("assets", period="2025-06"), [("van", "1500", 0, 0)])

    def test_documents_are_sorted_by_age(self):
        row = "INSERT INTO documents VALUES (?, 'Mohn', '1200', 'EUR', ?, ?, '2025-01-05', ?)"
        self.conn.executemany(row, [("R-1", 50_000, 100.0, "2025-02-28"), ("R-2", 7_000, 0, "2025-01-15"), ("R-3", 300, 3.0, "2025-02-27")])
        documents.pay(self.conn, "R-1", "2025-02-20", "1110", 10_000)
        self.assertEqual(
            self.report("aged", day="2025-02-28"),
            [("Mohn", "EUR", "1-30", 300, 1), ("Mohn", "EUR", "31-60", 7_000, 0), ("Mohn", "EUR", "not due", 40_000, 0)],
        )
        self.assertEqual(self.report("liquidity", day="2025-02-27")[0], ("EUR", 1_010_000, 40_000, 0, 1_050_000))

    def test_foreign_money_is_shown_at_the_rate_of_the_day(self):
        found = {row[:3]: row[3:] for row in self.report("exposure", day="2025-03-31")}
        rate = self.rows("SELECT rate_micro FROM v_rate_spans WHERE currency = 'USD' AND '2025-03-31' BETWEEN from_day AND to_day")[0][0]
        self.assertEqual(found["1120", "USD", 100_000][1], round(rate / 10))

    def test_fees_are_those_that_the_rules_found(self):
        importer.load(self.conn, "kontor", "1/2025", DATA / "statements" / "kontor-2025-01.csv", "12480.15", "9581.60")
        reconcile.run(self.conn)
        self.assertEqual(reports.text(self.conn, "fees", period="2025-01").splitlines()[1], "kontor,EUR,1,11.90,")

    def test_money_is_shown_in_its_own_places(self):
        self.book("2025-02-11", ("1140", "JPY", 1_500), ("4900", "JPY", -1_500))
        self.assertIn("1140,JPY,1500,", reports.text(self.conn, "exposure", day="2025-02-28"))

    def test_wrong_parameters_are_refused(self):
        with self.assertRaisesRegex(QuireError, "trial_balance needs period"):
            reports.rows(self.conn, "trial_balance")
        with self.assertRaisesRegex(QuireError, "no report old_balances"):
            reports.rows(self.conn, "old_balances")
