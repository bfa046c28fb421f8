"""A customer's statement of account as text."""

from meterbook.ledger import book
from meterbook.money import text


def statement(db, customer) -> str:
    """All documents with what is open, then the credits."""
    lines = [f"Statement {customer.id} {customer.name}"]
    rows = db.execute("SELECT * FROM documents WHERE customer = ? ORDER BY issued, number", (customer.id,))
    for row in rows.fetchall():
        sign = 1 if row["kind"] == "invoice" else -1
        gross = text(sign * (row["net"] + row["tax"]), row["currency"])
        left = book.open_amount(db, row["number"]) if sign == 1 else 0
        lines.append(f"{row['issued']} {row['number']} {gross} open {text(left, row['currency'])}")
    held = -book.balance(db, f"credits:{customer.id}", customer.currency)
    lines.append(f"Credits {text(held, customer.currency)}")
    return "\n".join(lines) + "\n"
