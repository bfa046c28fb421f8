"""Matches of statements and books: the rules are the files of db/reconcile, in order (docs/reconciliation.md)."""

from collections import Counter

from quire import db, journal
from quire.db import DB
from quire.errors import QuireError


def run(conn):
    """Apply all rules; return how many matches each has made."""
    made = {}
    with db.transaction(conn):
        for path in sorted((DB / "reconcile").glob("*.sql")):
            pairs = conn.execute(path.read_text(encoding="utf-8")).fetchall()
            made[path.stem] = _match(conn, pairs, path.stem)
        made["rules"] = _book_known(conn)
    return made


def _match(conn, pairs, rule):
    """Match the pairs in which both sides occur once; the others are left for a human."""
    left, right = Counter(p["bank_line_id"] for p in pairs), Counter(p["line_id"] for p in pairs)
    sure = [p for p in pairs if left[p["bank_line_id"]] == right[p["line_id"]] == 1]
    for pair in sure:
        by_hand(conn, pair["bank_line_id"], pair["line_id"], rule)
    return len(sure)


def by_hand(conn, bank_line, line, rule="hand"):
    conn.execute("INSERT INTO matches VALUES (?, ?, ?, ?)", (bank_line, line, rule, db.now(conn) or ""))


def unmatch(conn, bank_line):
    if conn.execute("DELETE FROM matches WHERE bank_line_id = ?", (bank_line,)).rowcount != 1:
        raise QuireError(f"line {bank_line} is not matched")


def explain(conn, bank_line, note):
    conn.execute("UPDATE bank_lines SET note = ? WHERE id = ?", (note, bank_line))


def _book_known(conn):
    """Post what the bank books by itself, by the texts of match_rules, and match it."""
    rows = conn.execute(
        "SELECT b.*, (SELECT r.account FROM match_rules r WHERE (r.bank IS NULL OR r.bank = b.bank) "
        "AND b.text LIKE r.pattern ORDER BY r.priority, r.id LIMIT 1) AS other FROM v_unmatched_bank b ORDER BY b.id"
    ).fetchall()
    known = [row for row in rows if row["other"]]
    for row in known:
        base = journal.in_base(conn, row["currency"], row["amount_minor"], row["booked_on"])
        lines = [
            (row["account"], row["currency"], row["amount_minor"], base),
            (row["other"], db.setting(conn, "base_currency"), -base, -base),
        ]
        entry = journal.book(conn, row["booked_on"], row["text"], lines, source="bank", ref=f"BANK-{row['id']}")
        line = db.value(conn, "SELECT MIN(id) FROM lines WHERE entry_id = ?", entry)
        by_hand(conn, row["id"], line, "rules")
    return len(known)
