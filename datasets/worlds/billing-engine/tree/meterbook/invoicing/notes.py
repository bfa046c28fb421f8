"""Credit notes: take back an invoice, or a part of single lines."""

from datetime import date
from decimal import Decimal

from meterbook.errors import BillingError, UnknownRef
from meterbook.invoicing.issue import store_document
from meterbook.invoicing.numbering import next_number
from meterbook.ledger import book, postings
from meterbook.model import Draft, Line
from meterbook.money import to_major, to_minor
from meterbook.store import records
from meterbook.store.connection import audit, transaction


def document(db, number: str):
    row = db.execute("SELECT * FROM documents WHERE number = ?", (number,)).fetchone()
    if row is None:
        raise UnknownRef(f"document {number!r} does not exist")
    return row


def lines_of(db, number: str) -> list[Line]:
    rows = db.execute("SELECT * FROM document_lines WHERE number = ? ORDER BY position", (number,))
    return [
        Line(
            row["kind"],
            row["ref"],
            Decimal(row["quantity"]),
            row["net"],
            row["revenue"],
            row["promo"],
            Decimal(row["rate"]),
            row["tax"],
        )
        for row in rows
    ]


def credit_note(db, number: str, day: date, amounts: dict[int, int] | None = None) -> str:
    """Credit an invoice: all that is left of it, or net amounts by position. Returns the number.

    The tax is that of the invoice's own lines, whatever the rate is today (docs/tax.md).
    """
    with transaction(db):
        invoice = document(db, number)
        if invoice["kind"] != "invoice":
            raise BillingError(f"{number} is no invoice")
        lines = _credited(db, invoice, amounts)
        customer = records.customer(db, invoice["customer"])
        note = next_number(db, "note", day)
        draft = Draft(customer, invoice["period"], lines, invoice["tax_note"])
        store_document(db, note, "note", draft, day, day, corrects=number)
        open_part = min(draft.gross, max(0, book.open_amount(db, number)))
        rows = postings.of_note(customer, lines, open_part, number)
        book.post(db, day, "note", note, customer.currency, rows)
        _keep_rest(db, note, customer.id, draft.gross - open_part, day)
        audit(db, day, "note", f"{note} {number}")
    return note


def _keep_rest(db, note, customer, rest, day):
    """What was paid already becomes a prepaid credit which does not expire."""
    if rest > 0:
        db.execute(
            "INSERT INTO credits VALUES (?, ?, 'prepaid', ?, ?, ?, NULL, '*')",
            (f"rest-{note}", customer, rest, rest, str(day)),
        )


def left_of(db, number: str) -> list[tuple[int, int]]:
    """For each line of an invoice the taxable amount and the tax that were not credited yet."""
    left = [[line.taxable, line.tax] for line in lines_of(db, number)]
    notes = db.execute("SELECT number FROM documents WHERE corrects = ? AND kind = 'note'", (number,))
    for note in notes.fetchall():
        for row in db.execute("SELECT * FROM document_lines WHERE number = ?", (note["number"],)):
            left[row["position"] - 1][0] -= row["net"] - row["promo"]
            left[row["position"] - 1][1] -= row["tax"]
    return [tuple(pair) for pair in left]


def _credited(db, invoice, amounts):
    lines, left = lines_of(db, invoice["number"]), left_of(db, invoice["number"])
    if amounts is None:
        amounts = {position: pair[0] for position, pair in enumerate(left, 1)}
    if not any(amounts.values()):
        raise BillingError(f"{invoice['number']}: nothing is left to credit")
    found = []
    for position, line in enumerate(lines, 1):
        take = amounts.get(position, 0)
        taxable, tax = left[position - 1]
        if not 0 <= take <= taxable:
            raise BillingError(f"{invoice['number']} line {position}: {take} is not within 0 and {taxable}")
        share = tax if take == taxable else _tax(take, line.rate, invoice["currency"])
        found.append(Line(line.kind, line.ref, line.quantity, take, line.revenue, 0, line.rate, share))
    if set(amounts) - set(range(1, len(lines) + 1)):
        raise UnknownRef(f"{invoice['number']} has {len(lines)} lines")
    return found


def _tax(net, rate, currency):
    return to_minor(to_major(net, currency) * rate, currency, "tax")
