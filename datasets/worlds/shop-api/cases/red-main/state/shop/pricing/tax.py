"""VAT. Prices include it; it is computed for each rate over the sum of its lines."""

from decimal import Decimal
from itertools import groupby
from operator import itemgetter

from shop.money import BASIS, half_up


def included(gross, basis_points):
    """Return the tax that a gross amount includes."""
    return half_up(Decimal(gross) * basis_points / (BASIS + basis_points))


def by_rate(parts):
    """Return rate → tax for pairs of rate and gross amount."""
    ordered = sorted(parts)
    return {
        rate: sum(included(gross, rate) for _, gross in members)
        for rate, members in groupby(ordered, key=itemgetter(0))
    }
