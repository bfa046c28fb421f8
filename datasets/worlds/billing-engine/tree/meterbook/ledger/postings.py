"""Which accounts each business event touches. docs/ledger.md has the table."""

from meterbook.model import Draft, Line


def of_invoice(draft: Draft) -> list[tuple]:
    key = draft.customer.id
    found = [(f"receivable:{key}", draft.due), (f"credits:{key}", draft.prepaid)]
    return found + _income(draft.lines, draft.customer.region, -1)


def of_note(customer, lines: list[Line], open_part: int, number: str) -> list[tuple]:
    """A credit note: income back; the open part off the invoice, the rest to the customer's credits."""
    total = sum(line.taxable + line.tax for line in lines)
    found = [(f"receivable:{customer.id}", -open_part, number)]
    found.append((f"credits:{customer.id}", open_part - total))
    return found + _income(lines, customer.region, 1)


def of_payment(customer, settled: list[tuple[str, int]], rest: int) -> list[tuple]:
    total = sum(amount for _, amount in settled) + rest
    found = [("cash", total), (f"credits:{customer.id}", -rest)]
    return found + [(f"receivable:{customer.id}", -amount, number) for number, amount in settled]


def of_writeoff(customer, number: str, open_part: int, net: int, gross: int, region: str) -> list[tuple]:
    """The open part: its share of the tax is claimed back, the net part is a loss."""
    tax = (open_part * (gross - net) + gross // 2) // gross if gross else 0
    found = [("writeoff", open_part - tax), (f"tax:{region}", tax)]
    return found + [(f"receivable:{customer.id}", -open_part, number)]


def _income(lines, region, sign):
    found = []
    for line in lines:
        found.append((f"revenue:{line.revenue}", sign * line.net))
        found.append(("promo", -sign * line.promo))
        found.append((f"tax:{region}", sign * line.tax))
    return found
