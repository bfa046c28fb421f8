"""The totals of a cart or order."""

from dataclasses import dataclass

from shop.money import split
from shop.pricing import stacking, tax

SHIPPING_TAX_BP = 1900


@dataclass(frozen=True)
class Line:
    sku: str
    qty: int
    unit_price: int
    tax_bp: int
    category: str = ""

    @property
    def gross(self):
        return self.qty * self.unit_price


@dataclass(frozen=True)
class Totals:
    """`line_discounts` has the part of the discount for each line, in their order."""

    subtotal: int
    discount: int
    shipping: int
    tax: int
    coupons: tuple
    line_discounts: tuple

    @property
    def total(self):
        return self.subtotal - self.discount + self.shipping


def compute(lines, coupons, shipping, max_discount_bp):
    chosen = stacking.choose(coupons, lines, max_discount_bp)
    off = stacking.discount(chosen, lines, max_discount_bp)
    parts = split(off, [line.gross for line in lines])
    freight = 0 if stacking.ships_free(chosen) else shipping
    rates = [(line.tax_bp, line.gross - part) for line, part in zip(lines, parts)]
    taxes = tax.by_rate([*rates, (SHIPPING_TAX_BP, freight)])
    subtotal = sum(line.gross for line in lines)
    codes = tuple(c.code for c in chosen)
    return Totals(subtotal, off, freight, sum(taxes.values()), codes, tuple(parts))
