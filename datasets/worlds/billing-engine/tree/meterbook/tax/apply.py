"""Puts the tax on lines: rounded once per rate, then spread over the lines."""

from decimal import Decimal

from meterbook.model import Line
from meterbook.money import allocate, to_major, to_minor


def apply_tax(lines: list[Line], currency: str) -> None:
    """Fill `tax` of each line from its `rate`. Lines of one rate share one rounding."""
    groups: dict[Decimal, list[Line]] = {}
    for line in lines:
        groups.setdefault(line.rate, []).append(line)
    for rate, group in groups.items():
        base = sum(line.taxable for line in group)
        total = to_minor(to_major(base, currency) * rate, currency, "tax")
        parts = allocate(total, [line.taxable for line in group])
        for line, part in zip(group, parts):
            line.tax = part
