"""VAT. Prices include it; it is computed for each rate over the sum of its lines."""

from decimal import Decimal

from shop.money import BASIS, half_up


def included(gross, basis_points):
    """Return the tax that a gross amount includes."""
    return half_up(Decimal(gross) * basis_points / (BASIS + basis_points))


def by_rate(parts):
    """Return rate → tax for pairs of rate and gross amount."""
    sums = {}
    for rate, gross in parts:
        sums[rate] = sums.get(rate, 0) + gross
    return {rate: included(gross, rate) for rate, gross in sorted(sums.items())}
