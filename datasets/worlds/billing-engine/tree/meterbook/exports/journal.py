"""The journal as CSV for the accountants: one row per posting (docs/exports.md)."""

import csv

from meterbook.money import to_major

HEADER = ("entry", "day", "source", "ref", "account", "debit", "credit", "currency")


def write_journal(db, out, start: str, end: str) -> int:
    """Write all postings of entries from `start` to `end` (both included). Returns the rows."""
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    writer.writerow(HEADER)
    rows = db.execute(
        "SELECT entries.*, account, amount FROM postings JOIN entries ON entries.id = entry"
        " WHERE day BETWEEN ? AND ? ORDER BY entry, account",
        (start, end),
    )
    count = 0
    for row in rows:
        amount = f"{to_major(abs(row['amount']), row['currency']):f}"
        sides = (amount, "") if row["amount"] > 0 else ("", amount)
        writer.writerow(
            (row["id"], row["day"], row["source"], row["ref"], row["account"], *sides, row["currency"])
        )
        count += 1
    return count
