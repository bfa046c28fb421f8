"""Amounts. Rating works on Decimal; from the invoice line on everything is int, in minor units."""

from decimal import ROUND_CEILING, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

from meterbook import config

# ISO 4217 exponents of what we bill in
EXPONENT = {"EUR": 2, "USD": 2, "CHF": 2, "JPY": 0, "TND": 3}
_MODES = {"half_even": ROUND_HALF_EVEN, "half_up": ROUND_HALF_UP, "up": ROUND_CEILING}


def to_minor(value: Decimal, currency: str, what: str) -> int:
    """Round a major amount to minor units, by the mode of docs/money.md for `what`: line or tax."""
    mode = _MODES[config.current().rounding[what]]
    scaled = value.scaleb(EXPONENT[currency])
    return int(scaled.quantize(Decimal(1), rounding=mode))


def to_major(minor: int, currency: str) -> Decimal:
    return Decimal(minor).scaleb(-EXPONENT[currency])


def text(minor: int, currency: str) -> str:
    """How an amount is written everywhere outside of the database: `-1234.50 EUR`."""
    return f"{to_major(minor, currency):f} {currency}"


def parse(written: str, currency: str) -> int:
    """The opposite of `text`, without the currency. More digits than the currency has are refused."""
    value = Decimal(written).scaleb(EXPONENT[currency])
    if value != value.to_integral_value():
        raise ValueError(f"{written}: too many digits for {currency}")
    return int(value)


def allocate(total: int, weights: list[int]) -> list[int]:
    """Split a total by weights, largest remainder first; equal remainders: the earlier part first.

    Weights of zero get nothing. The parts sum to the total; a negative total is split like a
    positive one with the sign turned.
    """
    if total < 0:
        return [-part for part in allocate(-total, weights)]
    whole = sum(weights)
    if whole == 0:
        return [0] * len(weights)
    parts = [total * weight // whole for weight in weights]
    rest = total - sum(parts)
    order = sorted(range(len(weights)), key=lambda i: (-(total * weights[i] % whole), i))
    for index in order[:rest]:
        parts[index] += 1
    return parts
