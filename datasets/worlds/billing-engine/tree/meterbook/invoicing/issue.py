"""Closes months: issues the invoice of a draft and puts it in the books."""

from datetime import date

from meterbook import config
from meterbook.catalog.plans import Catalog
from meterbook.errors import Closed
from meterbook.invoicing.draft import make_draft
from meterbook.invoicing.numbering import next_number
from meterbook.ledger import book, postings
from meterbook.metering.resolve import resolve
from meterbook.metering.usage import cutoff
from meterbook.model import Customer, Draft
from meterbook.period import Period, add_days, midnight
from meterbook.store import records
from meterbook.store.connection import audit, transaction


def preview(db, catalog: Catalog, customer: Customer, period: Period) -> Draft:
    return make_draft(
        customer,
        period,
        records.subscriptions(db, customer.id),
        catalog,
        resolve(records.events(db, customer.id)),
        records.credits(db, customer.id),
    )


def close(db, catalog: Catalog, customer: Customer, period: Period, day: date) -> str | None:
    """Issue the invoice of a month, once; returns its number, None when there is nothing to bill.

    A month can be closed when the grace days of all meters are over on `day`.
    """
    with transaction(db):
        _check(db, customer, period, day)
        draft = preview(db, catalog, customer, period)
        number = _issue(db, draft, day) if draft.lines else None
        db.execute("INSERT INTO closed VALUES (?, ?, ?)", (customer.id, str(period), number))
        audit(db, day, "close", f"{customer.id} {period} {number or '-'}")
    return number


def _check(db, customer, period, day):
    key = (customer.id, str(period))
    if db.execute("SELECT 1 FROM closed WHERE customer = ? AND period = ?", key).fetchone():
        raise Closed(f"{customer.id} {period} is closed already")
    ready = max(cutoff(customer, meter, period) for meter in config.current().meters)
    if midnight(day, customer.utc_offset) < ready:
        raise Closed(f"{customer.id} {period} is not over on {day}: usage may come until {ready:%Y-%m-%d %H:%M}")


def _issue(db, draft, day):
    number = next_number(db, "invoice", day)
    due = add_days(day, config.current().terms_days)
    store_document(db, number, "invoice", draft, day, due)
    for key, amount in draft.used.items():
        db.execute("UPDATE credits SET left = left - ? WHERE id = ?", (amount, key))
    book.post(db, day, "invoice", number, draft.customer.currency, postings.of_invoice(draft))
    return number


def store_document(db, number, kind, draft: Draft, day: date, due: date, corrects=None) -> None:
    customer = draft.customer
    db.execute(
        "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            number,
            kind,
            customer.id,
            draft.period,
            str(day),
            str(due),
            customer.currency,
            draft.net,
            draft.tax,
            draft.prepaid,
            customer.region,
            corrects,
            draft.tax_note,
        ),
    )
    for position, line in enumerate(draft.lines, 1):
        db.execute(
            "INSERT INTO document_lines VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                number,
                position,
                line.kind,
                line.ref,
                f"{line.quantity:f}",
                line.net,
                line.promo,
                f"{line.rate:f}",
                line.tax,
                line.revenue,
            ),
        )
