"""What docs/guards.md promises; the numbers are those of the page."""

import sqlite3

from tests.support import BooksTest


class GuardsTest(BooksTest):
    def setUp(self):
        super().setUp()
        self.conn.execute("DELETE FROM entries")

    def run_sql(self, sql, *args):
        return self.conn.execute(sql, args)

    def state_of_all(self):
        tables = ("entries", "lines", "periods", "bank_lines", "statements", "matches")
        return [self.rows(f"SELECT * FROM {table} ORDER BY 1") for table in tables]

    def refused(self, sql, *args):
        before = self.state_of_all()
        with self.assertRaises(sqlite3.IntegrityError):
            self.conn.execute(sql, args)
        self.assertEqual(self.state_of_all(), before)

    ENTRY = "INSERT INTO entries (posted_on, source, ref, reverses, state, created_by, created_at) VALUES (?, ?, ?, ?, ?, 'x', '')"
    LINE = "INSERT INTO lines (entry_id, account, currency, amount_minor, base_minor) VALUES (?, ?, ?, ?, ?)"

    def entry(self, day="2025-02-10", source="manual", ref=None, reverses=None, state="draft"):
        return self.run_sql(self.ENTRY, day, source, ref, reverses, state).lastrowid

    def no_entry(self, day="2025-02-10", source="manual", ref=None, reverses=None, state="draft"):
        self.refused(self.ENTRY, day, source, ref, reverses, state)

    def line(self, entry, account="6200", currency="EUR", amount=100, base=100):
        return self.run_sql(self.LINE, entry, account, currency, amount, base).lastrowid

    def no_line(self, entry, account="6200", currency="EUR", amount=100, base=100):
        self.refused(self.LINE, entry, account, currency, amount, base)

    def full(self, day="2025-02-10", source="manual", **more):
        entry = self.entry(day, source, **more)
        self.line(entry)
        self.line(entry, "2100", "EUR", -100, -100)
        return entry

    POST = "UPDATE entries SET state = 'posted' WHERE id = ?"

    def posted(self, *args, **more):
        entry = self.full(*args, **more)
        self.run_sql(self.POST, entry)
        return entry

    STATE = "UPDATE periods SET state = ? WHERE name = ?"

    def state(self, name, state):
        self.run_sql(self.STATE, state, name)

    def states(self):
        return [row[0][0] for row in self.run_sql("SELECT state FROM periods ORDER BY name LIMIT 4")]


class Entries(GuardsTest):
    def test_1_drafts_in_a_period(self):
        self.no_entry(state="posted")
        self.no_entry("2024-12-31")
        self.no_entry("2026-01-01")
        self.entry("2025-01-01")
        self.entry("2025-12-31")

    def test_2_soft_periods(self):
        self.state("2025-02", "soft")
        for day in ("2025-02-01", "2025-02-28"):
            for source in ("manual", "bank", "sales", "purchase"):
                self.no_entry(day, source)
            self.posted(day, "adjust")
            self.posted(day, "reval")
        self.posted("2025-01-31", "sales")
        self.posted("2025-03-01", "bank")

    def test_2_closed_periods(self):
        self.state("2025-01", "closed")
        for day in ("2025-01-01", "2025-01-31"):
            for source in ("manual", "bank", "sales", "purchase", "adjust", "reval"):
                self.no_entry(day, source)
        self.posted("2025-02-01", "adjust")

    def test_2_again_when_posted(self):
        entry = self.full("2025-02-28", "sales")
        late = self.full("2025-02-01", "adjust")
        self.state("2025-02", "soft")
        self.refused(self.POST, entry)
        self.run_sql(self.POST, late)

    def test_3_what_is_reversed(self):
        first, draft = self.posted(), self.full()
        self.no_entry("2025-02-10", reverses=draft)
        self.no_entry("2025-02-10", reverses=9999)
        self.no_entry("2025-02-09", reverses=first)
        second = self.posted("2025-02-10", reverses=first)
        self.no_entry("2025-02-11", reverses=first)
        self.no_entry("2025-02-11", reverses=second)
        self.posted("2025-03-10", reverses=self.posted())

    def test_4_two_lines_that_balance(self):
        entry = self.entry()
        self.refused(self.POST, entry)
        self.line(entry, "1120", "USD", 1, 0)
        self.refused(self.POST, entry)
        self.line(entry, "6200", "EUR", 5, 5)
        self.refused(self.POST, entry)
        self.line(entry, "2100", "EUR", -4, -4)
        self.refused(self.POST, entry)
        self.line(entry, "2100", "EUR", -2, -2)
        self.refused(self.POST, entry)
        self.line(entry, "2100", "EUR", 1, 1)
        self.run_sql(self.POST, entry)

    def test_4_other_currencies_need_not_balance(self):
        entry = self.entry()
        self.line(entry, "1120", "USD", 70, 60)
        self.line(entry, "1200", "USD", -71, -60)
        self.run_sql(self.POST, entry)

    def test_5_day_source_and_reversal_stay(self):
        base = self.posted()
        for entry in (self.entry(), self.posted(), self.entry(reverses=base)):
            self.refused("UPDATE entries SET posted_on = '2025-02-11' WHERE id = ?", entry)
            self.refused("UPDATE entries SET source = 'adjust' WHERE id = ?", entry)
            self.run_sql("UPDATE entries SET source = source, posted_on = posted_on, reverses = reverses WHERE id = ?", entry)
        self.refused("UPDATE entries SET reverses = NULL WHERE id = ?", entry)
        self.refused("UPDATE entries SET reverses = ? WHERE id = ?", self.posted(), self.entry())

    def test_5_what_stays_of_a_posted_entry(self):
        entry, bare = self.posted(ref="A"), self.posted()
        self.refused("UPDATE entries SET state = 'draft' WHERE id = ?", entry)
        self.refused("UPDATE entries SET ref = 'B' WHERE id = ?", entry)
        self.refused("UPDATE entries SET ref = NULL WHERE id = ?", entry)
        self.refused("UPDATE entries SET ref = 'B' WHERE id = ?", bare)
        self.refused("UPDATE entries SET id = 999 WHERE id = ?", entry)
        self.run_sql("UPDATE entries SET ref = 'B' WHERE id = ?", self.entry(ref="C"))

    def test_5_the_memo(self):
        memo = "UPDATE entries SET memo = memo || '!' WHERE id = ?"
        first, last, other = self.posted("2025-01-01"), self.posted("2025-01-31"), self.posted("2025-02-01", "sales")
        self.run_sql(memo, first)
        self.state("2025-01", "soft")
        self.run_sql(memo, first)
        self.state("2025-01", "closed")
        self.refused(memo, first)
        self.refused(memo, last)
        self.run_sql(memo, other)
        self.run_sql(memo, self.entry("2025-02-03"))

    def test_6_deletion(self):
        delete = "DELETE FROM entries WHERE id = ?"
        self.refused(delete, self.posted())
        draft = self.full("2025-02-28", "sales")
        self.state("2025-02", "soft")
        self.run_sql(delete, draft)
        self.assertEqual(self.rows("SELECT COUNT(*) FROM lines WHERE entry_id = ?", draft), [(0,)])

    def test_7_references(self):
        self.entry(ref="A")
        self.no_entry(ref="A")
        self.entry()
        self.entry()


class Lines(GuardsTest):
    def test_8_drafts_only(self):
        draft, posted = self.full(), self.posted()
        self.no_line(posted)
        self.refused("DELETE FROM lines WHERE entry_id = ?", posted)
        for entry in (draft, posted):
            self.refused("UPDATE lines SET centre = 'NORTH' WHERE entry_id = ?", entry)
            self.refused("UPDATE lines SET amount_minor = -amount_minor, base_minor = -base_minor WHERE entry_id = ?", entry)
        self.run_sql("DELETE FROM lines WHERE entry_id = ?", draft)
        self.line(draft)

    def test_9_groups(self):
        entry = self.entry()
        for group in ("1000", "1100", "6000"):
            self.no_line(entry, group)
        self.line(entry, "6200")

    def test_10_days_of_accounts(self):
        self.run_sql("INSERT INTO accounts (code, name, kind, opened_on, closed_on) VALUES ('7', 'x', 'expense', '2025-02-10', '2025-03-10')")
        for day in ("2025-02-09", "2025-03-10", "2025-03-11"):
            self.no_line(self.entry(day), "7")
        for day in ("2025-02-10", "2025-03-09"):
            self.line(self.entry(day), "7")

    def test_11_currencies_of_accounts(self):
        entry = self.entry()
        self.no_line(entry, "1120", "EUR")
        self.no_line(entry, "6100", "USD")
        self.line(entry, "1120", "USD")
        self.line(entry, "1200", "USD")
        self.line(entry, "1200", "JPY")

    def test_12_amount_and_base(self):
        entry = self.entry()
        self.no_line(entry, "6300", "EUR", 100, 99)
        self.no_line(entry, "6300", "EUR", 1, 0)
        self.no_line(entry, "6300", "USD", 100, -1)
        self.no_line(entry, "6300", "USD", -100, 1)
        self.line(entry, "6300", "EUR", -100, -100)
        for amount, base in ((100, 3), (-100, -3), (1, 0), (-1, 0), (3, 100)):
            self.line(entry, "6300", "USD", amount, base)

    def test_13_whole_numbers(self):
        entry = self.entry()
        for amount in (0, 1.5, "x"):
            self.no_line(entry, "6300", "USD", amount, 0)
        for base in (1.5, "x"):
            self.no_line(entry, "6300", "USD", 1, base)


class Periods(GuardsTest):
    def test_14_closing(self):
        self.state("2025-02", "soft")
        self.refused(self.STATE, "closed", "2025-02")
        self.state("2025-01", "soft")
        self.refused(self.STATE, "closed", "2025-02")
        self.state("2025-03", "soft")
        self.state("2025-01", "closed")
        self.state("2025-02", "closed")
        self.assertEqual(self.states(), ["c", "c", "s", "o"])

    def test_14_drafts(self):
        self.entry("2025-02-01")
        first = self.entry("2025-01-01")
        self.refused(self.STATE, "closed", "2025-01")
        self.run_sql("DELETE FROM entries WHERE id = ?", first)
        last = self.full("2025-01-31")
        self.refused(self.STATE, "closed", "2025-01")
        self.run_sql(self.POST, last)
        self.state("2025-01", "closed")

    def test_15_opening(self):
        self.state("2025-01", "closed")
        self.refused(self.STATE, "open", "2025-01")
        self.state("2025-02", "closed")
        self.refused(self.STATE, "soft", "2025-01")
        self.state("2025-02", "soft")
        self.state("2025-01", "soft")
        self.state("2025-03", "soft")
        self.state("2025-02", "open")
        self.state("2025-02", "soft")
        self.assertEqual(self.states(), ["s", "s", "s", "o"])

    def test_16_deletion(self):
        self.refused("DELETE FROM periods WHERE name = '2025-12'")


class Banks(GuardsTest):
    def setUp(self):
        super().setUp()
        for number, bank in enumerate(("kontor", "nippa"), 1):
            self.run_sql("INSERT INTO statements VALUES (?, ?, '1', 'f', '', 0, 0)", number, bank)
        line = "INSERT INTO bank_lines (id, statement_id, booked_on, value_on, amount, amount_minor, text, ref) VALUES (?, ?, ?, ?, ?, ?, 't', 'r')"
        rows = [(1, 1, "2025-01-31", 1.0, 100), (2, 1, "2025-02-10", 1.0, 100), (3, 2, "2025-02-10", 100.0, 100), (4, 1, "2025-02-11", 1.01, 101)]
        for key, statement, day, amount, minor in rows:
            self.run_sql(line, key, statement, day, day, amount, minor)
        self.books = self.full_bank()

    def full_bank(self, post=True):
        entry = self.entry()
        line = self.line(entry, "1110")
        self.line(entry, "2100", "EUR", -100, -100)
        if post:
            self.run_sql(self.POST, entry)
        return line

    MATCH = "INSERT INTO matches VALUES (?, ?, 'hand', '')"

    def test_17_lines_stay(self):
        for change in ("statement_id = 2", "booked_on = '2025-02-12'", "value_on = '2025-02-12'", "amount_minor = 99", "amount_minor = NULL", "text = 'u'", "ref = 's'"):
            self.refused(f"UPDATE bank_lines SET {change} WHERE id = 2")
        self.run_sql("UPDATE bank_lines SET note = 'n' WHERE id = 2")

    def test_17_matched_statements(self):
        self.run_sql(self.MATCH, 2, self.books)
        self.refused("DELETE FROM statements WHERE id = 1")
        self.run_sql("DELETE FROM statements WHERE id = 2")
        self.run_sql("DELETE FROM matches")
        self.run_sql("DELETE FROM statements WHERE id = 1")

    def test_18_matches(self):
        self.refused(self.MATCH, 3, self.books)
        self.refused(self.MATCH, 4, self.books)
        self.refused(self.MATCH, 2, self.full_bank(post=False))
        self.run_sql(self.MATCH, 2, self.books)
        self.refused(self.MATCH, 1, self.books)
        self.refused(self.MATCH, 2, self.full_bank())

    def test_19_closed_periods(self):
        self.run_sql(self.MATCH, 1, self.books)
        other = self.full_bank()
        self.run_sql(self.MATCH, 2, other)
        self.state("2025-01", "soft")
        self.run_sql("DELETE FROM matches WHERE bank_line_id = 1")
        self.run_sql(self.MATCH, 1, self.books)
        self.state("2025-01", "closed")
        self.refused("DELETE FROM matches WHERE bank_line_id = 1")
        self.run_sql("DELETE FROM matches WHERE bank_line_id = 2")
