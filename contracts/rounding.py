"""The rounding of published numbers: halves up, on the exact binary value."""

import math
from decimal import ROUND_HALF_UP, Decimal


def half_up(value: float, places: int) -> float:
    """Return `value` with `places` decimals; 1/32 to four is 0.0313, where `round` gives 0.0312."""
    return float(Decimal(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))


def whole(value: float) -> int:
    """Return the nearest integer, halves up."""
    return math.floor(value + 0.5)
