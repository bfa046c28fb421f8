"""Settles usage that came after the closing (docs/late-usage.md)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from meterbook import config
from meterbook.errors import Closed
from meterbook.invoicing.credits import spend_prepaid
from meterbook.invoicing.draft import lines_of as rated_lines
from meterbook.invoicing.issue import store_document
from meterbook.invoicing.notes import credit_note, document, left_of, lines_of
from meterbook.invoicing.numbering import next_number
from meterbook.invoicing.proration import segments
from meterbook.ledger import book, postings
from meterbook.metering.resolve import resolve
from meterbook.model import Draft, Line
from meterbook.period import add_days, midnight
from meterbook.store import records
from meterbook.store.connection import audit, transaction
from meterbook.tax.apply import apply_tax
from meterbook.tax.rates import treatment

_LEAST = {"EUR": 100, "CHF": 100, "USD": 100, "JPY": 150, "TND": 3000}


def settle(db, catalog, customer, period, day: date) -> tuple[str | None, list[str]]:
    with transaction(db):
        closed = db.execute(
            "SELECT number FROM closed WHERE customer = ? AND period = ?", (customer.id, str(period))
        ).fetchone()
        if closed is None:
            raise Closed(f"{customer.id} {period} is not closed")
        invoices = _invoices(db, customer, period)
        now = _now(db, catalog, customer, period, day)
        billed = _billed(db, customer, period, invoices)
        zero = (0, Decimal(0))
        diff = {
            key: (now.get(key, zero)[0] - billed.get(key, zero)[0], now.get(key, zero)[1] - billed.get(key, zero)[1])
            for key in sorted({*now, *billed})
        }
        if sum(abs(net) for net, _ in diff.values()) < _LEAST[customer.currency]:
            return None, []
        invoice = _invoice(db, customer, period, day, closed["number"], diff)
        notes = _notes(db, invoices, day, {key: -net for key, (net, _) in diff.items() if net < 0})
        if invoice or notes:
            made = ",".join(notes) or "-"
            audit(db, day, "settle", f"{customer.id} {period} {invoice or '-'} {made}")
        return invoice, notes


def _invoices(db, customer, period):
    rows = db.execute(
        "SELECT number FROM documents WHERE customer = ? AND period = ? AND kind = 'invoice'"
        " ORDER BY issued DESC, number DESC",
        (customer.id, str(period)),
    )
    return [row["number"] for row in rows.fetchall()]


def _now(db, catalog, customer, period, day):
    limit = midnight(day, customer.utc_offset)
    facts = [f for f in resolve(records.events(db, customer.id)) if f.known < limit]
    lines = []
    for part in segments(records.subscriptions(db, customer.id), period):
        lines += rated_lines(customer, part, period, catalog, facts)
    return _sums((line, 1) for line in lines)


def _billed(db, customer, period, invoices):
    lines = [(line, 1) for number in invoices for line in lines_of(db, number)]
    for row in db.execute("SELECT detail FROM audit WHERE command = 'settle'").fetchall():
        who, month, _, made = row["detail"].rsplit(" ", 3)
        if (who, month) == (customer.id, str(period)) and made != "-":
            lines += [(replace(line, quantity=Decimal(0)), -1) for n in made.split(",") for line in lines_of(db, n)]
    return _sums(lines)


def _sums(signed):
    found = {}
    for line, sign in signed:
        if line.kind in ("usage", "late"):
            net, quantity = found.get((line.ref, line.revenue), (0, Decimal(0)))
            found[line.ref, line.revenue] = (net + sign * line.net, quantity + sign * line.quantity)
    return found


def _invoice(db, customer, period, day, first, diff):
    lines = [Line("late", ref, q, net, revenue) for (ref, revenue), (net, q) in diff.items() if net > 0]
    if not lines:
        return None
    draft = Draft(customer, str(period), lines)
    if first:
        old = document(db, first)
        draft.customer = replace(customer, region=old["region"])
        rate, draft.tax_note = lines_of(db, first)[0].rate, old["tax_note"]
    else:
        rate, draft.tax_note = treatment(customer, period.last)
    for line in lines:
        line.rate = rate
    apply_tax(lines, customer.currency)
    spend_prepaid(draft, records.credits(db, customer.id), day)
    number = next_number(db, "invoice", day)
    store_document(db, number, "invoice", draft, day, add_days(day, config.current().terms_days))
    for key, amount in draft.used.items():
        db.execute("UPDATE credits SET left = left - ? WHERE id = ?", (amount, key))
    book.post(db, day, "invoice", number, customer.currency, postings.of_invoice(draft))
    return number


def _notes(db, invoices, day, owed):
    made = []
    for number in invoices:
        amounts = {}
        pairs = list(enumerate(zip(lines_of(db, number), left_of(db, number)), 1))
        for position, (line, (taxable, _)) in reversed(pairs):
            key = (line.ref, line.revenue)
            take = min(owed.get(key, 0), taxable) if line.kind in ("usage", "late") else 0
            if take > 0:
                amounts[position] = take
                owed[key] -= take
        if amounts:
            made.append(credit_note(db, number, day, amounts))
    return made
