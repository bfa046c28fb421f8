"""Runs the dunning schedule for a day."""

from datetime import date

from meterbook import config
from meterbook.dunning.schedule import step_days
from meterbook.ledger import book
from meterbook.ledger.payments import write_off
from meterbook.money import parse
from meterbook.store import records
from meterbook.store.connection import audit, transaction


def due_steps(db, day: date) -> list[tuple[str, int, str]]:
    """Number, step and action of what is to be done on a day: at most one step per invoice.

    Steps are done in order. After days without a run the earliest step that was not done comes
    first; the next one waits for the next run.
    """
    found = []
    rows = db.execute("SELECT * FROM documents WHERE kind = 'invoice' AND due < ? ORDER BY number", (str(day),))
    for row in rows.fetchall():
        customer = records.customer(db, row["customer"])
        if customer.dunning_paused_until and day < customer.dunning_paused_until:
            continue
        if book.open_amount(db, row["number"], day) < _least(row["currency"]):
            continue
        done = db.execute("SELECT COALESCE(MAX(step), 0) FROM dunning WHERE number = ?", (row["number"],))
        last = done.fetchone()[0]
        for step, action, planned in step_days(date.fromisoformat(row["due"]), customer.region):
            if step == last + 1 and planned <= day:
                found.append((row["number"], step, action))
    return found


def run(db, day: date) -> list[tuple[str, int, str]]:
    """Do all that is due, and return it."""
    with transaction(db):
        steps = due_steps(db, day)
        for number, step, action in steps:
            db.execute("INSERT INTO dunning VALUES (?, ?, ?, ?)", (number, step, action, str(day)))
            if action == "fee":
                _charge(db, number, day)
            if action == "write_off":
                write_off(db, number, day)
        audit(db, day, "dunning", str(len(steps)))
    return steps


def _least(currency):
    """Below this open amount nobody is reminded."""
    return parse(config.current().dunning["least"].get(currency, "0"), currency)


def _charge(db, number, day):
    """The fee is not taxed; it is open on the invoice that it belongs to."""
    row = db.execute("SELECT * FROM documents WHERE number = ?", (number,)).fetchone()
    fee = parse(config.current().dunning["fee"].get(row["currency"], "0"), row["currency"])
    lines = [(f"receivable:{row['customer']}", fee), ("revenue:fees", -fee)]
    book.post(db, day, "fee", number, row["currency"], lines)
