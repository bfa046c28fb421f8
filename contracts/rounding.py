"""The adding and rounding of published numbers, as the reference system does it."""

import math
import operator
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from functools import reduce


def half_up(value: float, places: int) -> float:
    """Return `value` with `places` decimals, halves up on the exact binary value: 1/32 to
    four is 0.0313, where `round` gives 0.0312.
    """
    return float(Decimal(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))


def whole(value: float) -> int:
    """Return the nearest integer, halves up."""
    return math.floor(value + 0.5)


def in_order(values: Iterable[float]) -> float:
    """Return the sum, added one after another. `fsum`, and `sum` since Python 3.12, give another
    last digit, which a rounding can show.
    """
    return reduce(operator.add, values, 0.0)
