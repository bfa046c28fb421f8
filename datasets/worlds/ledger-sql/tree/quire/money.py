"""Money is a whole number of minor units (docs/money.md)."""

from quire.errors import QuireError

MICRO = 1_000_000
BASE_EXPONENT = 2


def half_even(numerator, denominator):
    """Return the quotient as a whole number; a half goes to the even neighbour."""
    quotient, rest = divmod(numerator, denominator)
    if 2 * rest > denominator or (2 * rest == denominator and quotient % 2):
        quotient += 1
    return quotient


def to_base(amount_minor, exponent, rate_micro):
    """Return what an amount is in the base currency; None where a part is missing."""
    if amount_minor is None or rate_micro is None:
        return None
    return half_even(amount_minor * rate_micro * 10**BASE_EXPONENT, MICRO * 10**exponent)


def parse(text, exponent, decimal=".", thousands=""):
    """Return the minor units that a text stands for. Raises QuireError when it has too many places."""
    clean = text.strip().replace("\u2212", "-").replace(" ", "").replace("\u00a0", "")
    if thousands:
        clean = clean.replace(thousands, "")
    negative = clean.startswith("-") or clean.endswith("-")
    whole, _, places = clean.strip("+-").partition(decimal)
    if not (whole + places).isdigit() or not (whole + places).isascii() or len(places) > exponent:
        raise QuireError(f"no amount with {exponent} places: {text!r}")
    value = int(whole + places.ljust(exponent, "0"))
    return -value if negative else value


def show(amount_minor, exponent):
    """Return the amount with its places: -1234 with 2 is `-12.34`."""
    if exponent == 0:
        return str(amount_minor)
    sign, digits = ("-" if amount_minor < 0 else ""), str(abs(amount_minor)).rjust(exponent + 1, "0")
    return f"{sign}{digits[:-exponent]}.{digits[-exponent:]}"
