"""docs/guards.md as a table of stories: each is steps of SQL; the ones with a `!` are refused."""

import sqlite3
import unittest

from tests.support import books

SETUP = """
INSERT INTO accounts (code, name, kind, opened_on, closed_on) VALUES ('7100', 'Fair', 'expense', '2025-03-05', '2025-03-08');
INSERT INTO statements VALUES (1, 'kontor', '1', 'f', '', 0, 0), (2, 'nippa', '1', 'f', '', 0, 0);
INSERT INTO bank_lines (id, statement_id, booked_on, value_on, amount, amount_minor, text, ref)
VALUES (1, 1, '2025-01-31', '2025-01-31', 9, 900, 't', 'r'), (2, 1, '2025-01-15', '2025-01-15', 9, 900, 't', 'r'),
       (3, 2, '2025-01-15', '2025-01-15', 900, 900, 't', 'r'), (4, 1, '2025-02-03', '2025-02-03', 9, 899, 't', 'r');
"""
ENTRY = "INSERT INTO entries (id, posted_on, source, ref, reverses, state, created_by, created_at) VALUES ({0}, '{1}', '{2}', {3}, {4}, '{5}', 'x', '')"
LINE = "INSERT INTO lines (entry_id, account, currency, amount_minor, base_minor) VALUES ({0}, '{1}', '{2}', {3}, {4})"


def entry(key, day="2025-03-10", source="manual", ref="NULL", reverses="NULL", state="draft"):
    return ENTRY.format(key, day, source, ref, reverses, state)


def line(key, account="6300", currency="EUR", amount=900, base=None):
    return LINE.format(key, account, currency, amount, amount if base is None else base)


def post(key):
    return f"UPDATE entries SET state = 'posted' WHERE id = {key}"


def period(name, state):
    return f"UPDATE periods SET state = '{state}' WHERE name = '{name}'"


def match(bank_line, account_line):
    return f"INSERT INTO matches VALUES ({bank_line}, (SELECT MIN(id) FROM lines WHERE entry_id = {account_line}), 'hand', '')"


def lines(key, account="6300"):
    return [line(key, account), line(key, "2100", "EUR", -900)]


def posted(key, *args, account="6300", **more):
    return [entry(key, *args, **more), *lines(key, account), post(key)]


def no(*steps):
    return ["!" + step for step in steps]


def column(name, value, key):
    return f"UPDATE entries SET {name} = {value} WHERE id = {key}"


def bank(change):
    return f"UPDATE bank_lines SET {change} WHERE id = 1"


SOURCES = ("manual", "bank", "sales", "purchase")
STORIES = {
    "1": no(entry(1, state="posted"), entry(1, "2024-12-31"), entry(1, "2026-01-01")) + [entry(1, "2025-01-01"), entry(2, "2025-12-31")],
    "2 soft": [entry(1, "2025-01-31"), *lines(1), period("2025-01", "soft"), "!" + post(1)]
    + no(*(entry(2, day, s) for s in SOURCES for day in ("2025-01-01", "2025-01-31")))
    + posted(3, "2025-01-01", "adjust") + posted(4, "2025-01-31", "reval") + posted(5, "2025-02-01", "sales"),
    "2 soft after the draft": [entry(1, "2025-01-01", "reval"), *lines(1), entry(2, "2025-01-02", "adjust"), *lines(2), period("2025-01", "soft"), post(1), post(2)],
    "2 closed": [period("2025-01", "closed")] + no(*(entry(2, day, s) for s in (*SOURCES, "adjust", "reval") for day in ("2025-01-01", "2025-01-31"))),
    "3": posted(1) + [entry(2)] + no(entry(3, reverses=2), entry(3, reverses=77), entry(3, "2025-03-09", reverses=1))
    + posted(3, "2025-03-10", reverses=1) + no(entry(4, "2025-03-10", reverses=1), entry(4, "2025-03-10", reverses=3)),
    "4": [entry(1), "!" + post(1), line(1, "1120", "USD", 9, 0), "!" + post(1), line(1, amount=5), "!" + post(1), line(1, amount=-6), "!" + post(1)]
    + [line(1, "1120", "USD", 1, 1), post(1)],
    "4 currencies": [entry(1), line(1, "1120", "USD", 90, 80), line(1, "4100", "JPY", -11, -80), post(1)],
    "5": posted(1, ref="'A'") + posted(2) + [entry(3), entry(4, reverses=1)]
    + no(*(column(c, v, k) for k in (1, 2, 3) for c, v in (("posted_on", "'2025-03-11'"), ("source", "'adjust'"))))
    + no(column("reverses", "NULL", 4), column("reverses", 2, 3), column("reverses", 2, 4))
    + no(column("state", "'draft'", 1), column("ref", "'B'", 1), column("ref", "NULL", 1), column("ref", "'B'", 2), column("id", 50, 1))
    + [column("ref", "'C'", 3), column("memo", "'m'", 1)],
    "5 memo": posted(1, "2025-01-01") + posted(2, "2025-01-31") + posted(3, "2025-02-01") + [period("2025-01", "soft"), column("memo", "'m'", 1)]
    + [period("2025-01", "closed")] + no(column("memo", "'n'", 1), column("memo", "'n'", 2)) + [column("memo", "'n'", 3)],
    "6": posted(1) + ["!DELETE FROM entries WHERE id = 1", entry(2), *lines(2), period("2025-03", "soft"), "DELETE FROM entries WHERE id = 2"],
    "7": [entry(1, ref="'A'"), "!" + entry(2, ref="'A'"), entry(3), entry(4)],
    "8": posted(1) + ["!" + line(1), "!DELETE FROM lines WHERE entry_id = 1", entry(2), *lines(2)]
    + no(*(f"UPDATE lines SET {change} WHERE entry_id = {key}" for change in ("account = '6400'", "centre = 'NORTH'") for key in (1, 2)))
    + ["DELETE FROM lines WHERE entry_id = 2", line(2)],
    "9": [entry(1), *no(line(1, "1100"), line(1, "6000"), line(1, "1000")), line(1)],
    "10": [entry(n, f"2025-03-0{n}") for n in range(4, 10)] + no(*(line(n, "7100") for n in (4, 8, 9))) + [line(n, "7100") for n in (5, 6, 7)],
    "11": [entry(1), *no(line(1, "1120"), line(1, "1300", "USD"), line(1, "1140", "SEK")), line(1, "1120", "USD"), line(1, "1200", "USD"), line(1, "2100", "SEK")],
    "12": [entry(1), *no(line(1, base=899), line(1, base=901), line(1, "6300", "USD", 5, -1), line(1, "6300", "USD", -5, 1))]
    + [line(1, "6300", "USD", 5, 0), line(1, "6300", "USD", -5, 0), line(1, "6300", "USD", -5, -900), line(1, "6300", "USD", 5, 4)],
    "13": [entry(1), *no(line(1, amount=0), line(1, "6300", "USD", 0.5, 1), line(1, "6300", "USD", "'x'", 1), line(1, "6300", "USD", 1, 0.5), line(1, "6300", "USD", 1, "'x'"))],
    "14": [period("2025-02", "soft"), "!" + period("2025-02", "closed"), period("2025-01", "soft"), "!" + period("2025-02", "closed")]
    + [entry(1, "2025-02-01", "adjust"), entry(2, "2025-01-31", "adjust"), "!" + period("2025-01", "closed"), "DELETE FROM entries WHERE id = 2"]
    + [entry(2, "2025-01-01", "adjust"), "!" + period("2025-01", "closed"), "DELETE FROM entries WHERE id = 2", period("2025-03", "soft"), period("2025-01", "closed")],
    "15": [period("2025-01", "closed"), "!" + period("2025-01", "open"), period("2025-02", "closed"), *no(period("2025-01", "soft"), period("2025-02", "open"))]
    + [period("2025-02", "soft"), period("2025-02", "open"), period("2025-03", "soft"), period("2025-01", "soft"), period("2025-01", "open")],
    "16": ["!DELETE FROM periods WHERE name = '2025-06'"],
    "17": no(*map(bank, ("statement_id = 2", "booked_on = '2025-01-30'", "value_on = '2025-01-30'", "amount_minor = 1", "amount_minor = NULL", "text = ''", "ref = ''")))
    + [bank("note = 'n'")] + posted(1, account="1110") + [match(1, 1), "!DELETE FROM statements WHERE id = 1", "DELETE FROM statements WHERE id = 2"],
    "18": posted(1, account="1110") + [entry(2), *lines(2, "1110")] + no(match(3, 1), match(4, 1), match(1, 2))
    + [match(1, 1), "!" + match(2, 1), post(2), "!" + match(1, 2), match(2, 2)],
    "18 the other way": [entry(1), line(1, "1140", "JPY", 900, 5), line(1, "4900", "EUR", -5), post(1), *no(match(1, 1)), match(3, 1)],
    "19": posted(1, account="1110") + posted(2, account="1110") + [entry(3), line(3, "1110", amount=899), line(3, amount=-899), post(3), match(1, 1), match(4, 3)]
    + [period("2025-01", "soft"), "DELETE FROM matches WHERE bank_line_id = 1", match(1, 2), period("2025-01", "closed")]
    + ["!DELETE FROM matches WHERE bank_line_id = 1", "DELETE FROM matches WHERE bank_line_id = 4"],
}


class Guards(unittest.TestCase):
    def test_stories(self):
        for name, steps in STORIES.items():
            conn = books()
            conn.executescript(SETUP)
            for number, step in enumerate(steps):
                with self.subTest(story=name, step=number, sql=step):
                    if step.startswith("!"):
                        self.assertRaises(sqlite3.IntegrityError, conn.execute, step[1:])
                    else:
                        conn.execute(step)
            conn.close()


if __name__ == "__main__":
    unittest.main()
