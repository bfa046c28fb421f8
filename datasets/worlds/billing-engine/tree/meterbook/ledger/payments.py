"""Incoming money: against one invoice, or against the oldest open ones."""

from datetime import date

from meterbook.errors import BillingError
from meterbook.ledger import book, postings
from meterbook.store import records
from meterbook.store.connection import audit, transaction


def open_invoices(db, customer: str) -> list[str]:
    """Numbers of invoices with an open amount, by due day, then number."""
    rows = db.execute(
        "SELECT number FROM documents WHERE customer = ? AND kind = 'invoice' ORDER BY due, number", (customer,)
    )
    return [row["number"] for row in rows.fetchall() if book.open_amount(db, row["number"]) > 0]


def pay(db, payment: str, customer_id: str, amount: int, day: date, number: str | None = None) -> int:
    """Book a payment once; a second one with the same id is ignored. Returns what became credit."""
    customer = records.customer(db, customer_id)
    with transaction(db):
        if db.execute("SELECT 1 FROM payments WHERE id = ?", (payment,)).fetchone():
            return 0
        if amount <= 0:
            raise BillingError(f"payment {payment}: {amount} is not positive")
        settled, rest = _settle(db, customer_id, amount, number)
        db.execute("INSERT INTO payments VALUES (?, ?, ?, ?, ?)", (payment, customer_id, number, amount, str(day)))
        book.post(db, day, "payment", payment, customer.currency, postings.of_payment(customer, settled, rest))
        if rest:
            db.execute(
                "INSERT INTO credits VALUES (?, ?, 'prepaid', ?, ?, ?, NULL, '*')",
                (f"over-{payment}", customer_id, rest, rest, str(day)),
            )
        audit(db, day, "pay", f"{payment} {customer_id} {amount}")
    return rest


def _settle(db, customer, amount, number):
    """The named invoice first, then the oldest. What is left over is the rest."""
    order = open_invoices(db, customer)
    if number in order:
        order.remove(number)
        order.insert(0, number)
    settled = []
    for invoice in order:
        part = min(amount, book.open_amount(db, invoice))
        if part:
            settled.append((invoice, part))
            amount -= part
    return settled, amount


def grant(db, row: dict, day: date) -> None:
    """Grant a credit. A prepaid one is money that came in; a promo one is booked when it is spent."""
    customer = records.customer(db, row["customer"])
    with transaction(db):
        db.execute(
            "INSERT INTO credits VALUES (:id, :customer, :kind, :amount, :amount, :granted, :expires, :scope)",
            {"expires": None, "scope": "*", "granted": str(day), **row},
        )
        if row["kind"] == "prepaid":
            entry = [("cash", row["amount"]), (f"credits:{customer.id}", -row["amount"])]
            book.post(db, day, "grant", row["id"], customer.currency, entry)
        audit(db, day, "grant", f"{row['id']} {row['customer']} {row['amount']}")


def write_off(db, number: str, day: date) -> int:
    """Give up what is open on an invoice. Returns the amount."""
    with transaction(db):
        row = db.execute("SELECT * FROM documents WHERE number = ?", (number,)).fetchone()
        amount = book.open_amount(db, number)
        if row is None or amount <= 0:
            raise BillingError(f"{number}: nothing is open")
        customer = records.customer(db, row["customer"])
        lines = postings.of_writeoff(
            customer, number, amount, row["net"], row["net"] + row["tax"], row["region"]
        )
        book.post(db, day, "writeoff", number, row["currency"], lines)
        audit(db, day, "writeoff", number)
    return amount
