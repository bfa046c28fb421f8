"""Statements: read, checked, put in as a whole or not at all (docs/imports.md)."""

import csv
from pathlib import Path

from quire import db, formats
from quire.errors import BadFile, QuireError
from quire.money import show


def read(path, form, exponent):
    """Return the lines of a statement in the order of time, each a dict of its columns."""
    lines = Path(path).read_text(encoding="utf-8-sig").splitlines()
    body = lines[form.head : len(lines) - form.foot]
    rows = list(csv.DictReader(body, delimiter=form.delimiter))
    found = []
    for number, row in enumerate(rows, form.head + 2):
        try:
            found.append(_line(row, form, exponent))
        except (QuireError, KeyError, AttributeError) as error:
            raise BadFile(f"{path}:{number}: {error}") from None
    return found[::-1] if form.newest_first else found


def _line(row, form, exponent):
    text = lambda name: " ".join(row[form.columns[name]].split()) if name in form.columns else ""  # noqa: E731
    booked = form.day(row[form.columns["booked"]])
    return {
        "booked_on": booked,
        "value_on": form.day(row[form.columns["value"]]) if "value" in form.columns else booked,
        "amount_minor": form.minor(row, exponent),
        "counterparty": text("counterparty"),
        "text": text("text"),
        "ref": text("ref"),
    }


def load(conn, bank, number, path, opening, closing):
    """Import a statement; return its id. `opening` and `closing` are texts like 12.34. Raises BadFile when its
    balances do not fit its lines or the statement before it."""
    account = conn.execute(
        "SELECT b.format, c.exponent FROM bank_accounts b JOIN currencies c ON c.code = b.currency WHERE b.name = ?", (bank,)
    ).fetchone()
    if account is None:
        raise QuireError(f"no bank account {bank}")
    lines = read(path, formats.load(account["format"]), account["exponent"])
    with db.transaction(conn):
        return _put(conn, bank, number, path, lines, opening, closing, account["exponent"])


def _put(conn, bank, number, path, lines, opening, closing, exponent):
    from quire.money import parse

    first, last = parse(opening, exponent), parse(closing, exponent)
    total = sum(line["amount_minor"] for line in lines)
    if first + total != last:
        raise BadFile(f"{path}: {opening} and {show(total, exponent)} make {show(first + total, exponent)}, not {closing}")
    before = db.value(conn, "SELECT closing_minor FROM statements WHERE bank = ? ORDER BY id DESC LIMIT 1", bank)
    if before is not None and before != first:
        raise BadFile(f"{path}: opens with {opening}, but the statement before it ends with {show(before, exponent)}")
    statement = conn.execute(
        "INSERT INTO statements (bank, number, opening_minor, closing_minor, file, imported_at) VALUES (?, ?, ?, ?, ?, ?)",
        (bank, number, first, last, Path(path).name, db.now(conn) or ""),
    ).lastrowid
    for line in lines:
        conn.execute(
            "INSERT INTO bank_lines (statement_id, booked_on, value_on, amount, amount_minor, counterparty, text, ref) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (statement, line["booked_on"], line["value_on"], line["amount_minor"] / 10**exponent, *list(line.values())[2:]),
        )
    return statement
