"""Looks up tax rates in config/tax.toml."""

from datetime import date
from decimal import Decimal

from meterbook import config
from meterbook.errors import NoRate
from meterbook.model import Customer

REVERSE_CHARGE = "Reverse charge: the recipient owes the tax"
EXPORT = "Not subject to tax here"


def rate_on(region: str, tax_class: str, day: date) -> Decimal:
    """The rate in force on a day. A missing `reduced` rate is the standard one; others must exist."""
    rows = [
        row
        for row in config.current().tax
        if row["region"] == region and row["class"] == tax_class and row["from"] <= day
    ]
    if not rows and tax_class == "reduced":
        return rate_on(region, "standard", day)
    if not rows:
        raise NoRate(f"no {tax_class} rate for {region} on {day}")
    return Decimal(max(rows, key=lambda row: row["from"])["rate"])


def treatment(customer: Customer, day: date) -> tuple[Decimal, str]:
    """The rate for a customer on the tax point, and the note for the invoice (docs/tax.md)."""
    settings = config.current()
    if customer.region == settings.home_region:
        return rate_on(customer.region, customer.tax_class, day), ""
    if customer.region not in settings.customs_union:
        return Decimal(0), EXPORT
    if customer.vat_id:
        return Decimal(0), REVERSE_CHARGE
    return rate_on(customer.region, customer.tax_class, day), ""
