"""Rounding as every published number uses it: halves up, on the exact binary value."""

import math
from decimal import ROUND_HALF_UP, Decimal


def half_up(value: float, places: int) -> float:
    """`value` to `places` decimals; 1/32 to four places is 0.0313, where `round` gives 0.0312."""
    return float(Decimal(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))


def whole(value: float) -> int:
    """The nearest integer, halves up."""
    return math.floor(value + 0.5)
