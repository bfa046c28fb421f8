"""Periods: made by the year, closed in order, sealed (docs/periods.md)."""

import calendar
import hashlib

from quire import db
from quire.errors import PeriodError


def make_year(conn, year):
    for month in range(1, 13):
        name = f"{year}-{month:02d}"
        last = calendar.monthrange(year, month)[1]
        conn.execute(
            "INSERT OR IGNORE INTO periods (name, first_day, last_day) VALUES (?, ?, ?)", (name, f"{name}-01", f"{name}-{last}")
        )


def get(conn, name):
    row = conn.execute("SELECT * FROM periods WHERE name = ?", (name,)).fetchone()
    if row is None:
        raise PeriodError(f"no period {name}")
    return row


def soften(conn, name):
    """Leave a period open for adjustments only."""
    if get(conn, name)["state"] != "open":
        raise PeriodError(f"{name} is not open")
    conn.execute("UPDATE periods SET state = 'soft' WHERE name = ?", (name,))


def obstacles(conn, name):
    """Return what keeps a period from being closed, a line each."""
    period = get(conn, name)
    found = []
    if period["state"] != "soft":
        found.append(f"{name} is {period['state']}, not soft")
    bank = db.value(
        conn, "SELECT COUNT(*) FROM v_unmatched_bank WHERE booked_on BETWEEN ? AND ? AND COALESCE(note, '') = ''",
        period["first_day"], period["last_day"],
    )
    books = db.value(
        conn, "SELECT COUNT(*) FROM v_unmatched_books WHERE posted_on BETWEEN ? AND ? AND source <> 'adjust'",
        period["first_day"], period["last_day"],
    )
    if bank:
        found.append(f"{bank} lines of statements are neither matched nor explained")
    if books:
        found.append(f"{books} lines of the books on bank accounts are not matched")
    return found


def close(conn, name):
    """Close and seal a period. Raises PeriodError with all that is in the way."""
    with db.transaction(conn):
        found = obstacles(conn, name)
        if found:
            raise PeriodError("; ".join(found))
        actor, now = conn.execute("SELECT actor, now FROM v_session").fetchone()
        conn.execute("UPDATE periods SET state = 'closed', closed_by = ?, closed_at = ? WHERE name = ?", (actor, now, name))
        digest, lines = seal(conn, name)
        conn.execute("INSERT OR REPLACE INTO seals VALUES (?, ?, ?, ?)", (name, digest, lines, now))


def reopen(conn, name):
    """Open the last closed period for adjustments; its seal is gone."""
    with db.transaction(conn):
        if get(conn, name)["state"] != "closed":
            raise PeriodError(f"{name} is not closed")
        conn.execute("UPDATE periods SET state = 'soft', closed_by = NULL, closed_at = NULL WHERE name = ?", (name,))
        conn.execute("DELETE FROM seals WHERE period = ?", (name,))


def seal(conn, name):
    """Return the digest of a period's lines, and how many they are."""
    rows = conn.execute(
        "SELECT entry_id, id, account, currency, amount_minor, base_minor FROM v_journal WHERE period = ?",
        (name,),
    ).fetchall()
    text = "".join("|".join(map(str, row)) + "\n" for row in rows)
    return hashlib.sha256(text.encode()).hexdigest(), len(rows)


def broken_seals(conn):
    rows = conn.execute("SELECT period, digest FROM seals ORDER BY period").fetchall()
    return [row["period"] for row in rows if seal(conn, row["period"])[0] != row["digest"]]
