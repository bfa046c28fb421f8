"""Writes entries and reads balances. See docs/ledger.md for the accounts."""

from meterbook.errors import OutOfBalance, UnknownRef

KINDS = ("receivable", "revenue", "tax", "credits", "promo", "cash", "writeoff")


def post(db, day, source: str, ref: str, currency: str, postings, reverses=None) -> int:
    """Write an entry; zero amounts are left out, equal accounts are added up. Returns its id.

    `postings`: pairs of account and amount, or triples with the document they settle.
    """
    summed: dict[tuple[str, str], int] = {}
    for account, amount, *doc in postings:
        _known(account)
        key = (account, doc[0] if doc else ref)
        summed[key] = summed.get(key, 0) + amount
    if sum(summed.values()) != 0:
        raise OutOfBalance(f"{source} {ref}: off by {sum(summed.values())}")
    cursor = db.execute(
        "INSERT INTO entries (day, source, ref, currency, reverses) VALUES (?, ?, ?, ?, ?)",
        (str(day), source, ref, currency, reverses),
    )
    rows = [(cursor.lastrowid, account, amount, doc) for (account, doc), amount in summed.items() if amount]
    db.executemany("INSERT INTO postings VALUES (?, ?, ?, ?)", rows)
    return cursor.lastrowid


def reverse(db, entry: int, day) -> int:
    """Write the opposite of an entry. One entry is reversed at most once, and no reversal is."""
    row = db.execute("SELECT * FROM entries WHERE id = ?", (entry,)).fetchone()
    if row is None:
        raise UnknownRef(f"entry {entry} does not exist")
    if row["reverses"] is not None:
        raise OutOfBalance(f"entry {entry} is a reversal")
    if db.execute("SELECT 1 FROM entries WHERE reverses = ?", (entry,)).fetchone():
        raise OutOfBalance(f"entry {entry} was reversed already")
    old = db.execute("SELECT * FROM postings WHERE entry = ?", (entry,)).fetchall()
    turned = [(line["account"], -line["amount"], line["ref"]) for line in old]
    return post(db, day, "reversal", row["ref"], row["currency"], turned, reverses=entry)


def balance(db, account: str, currency: str, until=None) -> int:
    """The balance of an account or of all accounts below it (`receivable` or `receivable:acme`)."""
    row = db.execute(
        "SELECT COALESCE(SUM(amount), 0) FROM postings JOIN entries ON entries.id = entry"
        " WHERE (account = ? OR account LIKE ? || ':%') AND currency = ? AND day <= ?",
        (account, account, currency, str(until) if until else "9999-12-31"),
    )
    return row.fetchone()[0]


def trial_balance(db, until=None) -> list[tuple[str, str, int]]:
    """Currency, account and balance of each account that is not zero."""
    rows = db.execute(
        "SELECT currency, account, SUM(amount) AS total FROM postings JOIN entries ON entries.id = entry"
        " WHERE day <= ? GROUP BY currency, account HAVING total <> 0 ORDER BY currency, account",
        (str(until) if until else "9999-12-31",),
    )
    return [tuple(row) for row in rows]


def open_amount(db, number: str, until=None) -> int:
    """What is still to be paid on an invoice: its receivable postings."""
    row = db.execute(
        "SELECT COALESCE(SUM(amount), 0) FROM postings JOIN entries ON entries.id = entry"
        " WHERE account LIKE 'receivable:%' AND postings.ref = ? AND day <= ?",
        (number, str(until) if until else "9999-12-31"),
    )
    return row.fetchone()[0]


def _known(account):
    if account.split(":")[0] not in KINDS:
        raise UnknownRef(f"account {account!r} is of no known kind")
