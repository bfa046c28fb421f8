"""Amounts are integers in the minor unit of their currency (docs/money.md)."""

from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal, InvalidOperation

from shop.errors import Invalid

EXPONENTS = {"EUR": 2, "USD": 2, "GBP": 2, "SEK": 2, "CHF": 2, "JPY": 0, "BHD": 3}
BASIS = 10_000


def exponent(currency):
    try:
        return EXPONENTS[currency]
    except KeyError:
        raise Invalid(f"unknown currency {currency}") from None


def to_minor(text, currency):
    """Return `"19.99"` as 1999. More places than the currency has are refused, not rounded."""
    try:
        amount = Decimal(str(text)).scaleb(exponent(currency))
    except InvalidOperation:
        raise Invalid(f"{text!r} is not an amount") from None
    if amount != amount.to_integral_value():
        raise Invalid(f"{text!r} has too many decimal places for {currency}")
    return int(amount)


def plain(amount, currency):
    """Return 1999 as `19.99`."""
    places = exponent(currency)
    return f"{Decimal(amount).scaleb(-places):.{places}f}"


def half_up(value):
    """Round a Decimal to an integer; halves go away from zero."""
    return int(Decimal(value).quantize(Decimal(1), ROUND_HALF_UP))


def half_even(value):
    return int(Decimal(value).quantize(Decimal(1), ROUND_HALF_EVEN))


def share(amount, basis_points):
    """Return the part of an amount that basis points name, rounded half up."""
    return half_up(Decimal(amount) * basis_points / BASIS)


def split(amount, weights):
    """Split an amount by weights so that the parts sum to it exactly.

    Every part is first rounded down; what is left goes, one unit each, to the largest remainders,
    and among equal remainders to the earlier part.
    """
    total = sum(weights)
    if total == 0:
        return [0] * len(weights)
    parts = [amount * weight // total for weight in weights]
    order = sorted(range(len(weights)), key=lambda n: (-(amount * weights[n] % total), n))
    for n in order[: amount - sum(parts)]:
        parts[n] += 1
    return parts
