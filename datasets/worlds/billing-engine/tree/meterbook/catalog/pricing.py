"""What a quantity costs under a charge: Decimal in major units, never rounded here."""

from decimal import ROUND_CEILING, Decimal

from meterbook.model import Charge


def price(charge: Charge, quantity: Decimal, days: int, month_days: int) -> Decimal:
    """The price of a quantity used in `days` of a month with `month_days` days."""
    billable = max(Decimal(0), quantity - _share(charge, charge.included, days, month_days))
    amount = _MODELS[charge.model](charge, billable, days, month_days)
    return max(amount, _minimum(charge, days, month_days))


def _share(charge, bound, days, month_days):
    """A bound or an included quantity for a part of a month: rounded up to whole units."""
    if not charge.prorate or days == month_days:
        return bound
    return (bound * days / month_days).to_integral_value(rounding=ROUND_CEILING)


def _minimum(charge, days, month_days):
    return charge.minimum * days / month_days if charge.prorate else charge.minimum


def _per_unit(charge, billable, days, month_days):
    return billable * charge.tiers[0].unit


def _graduated(charge, billable, days, month_days):
    total, below = Decimal(0), Decimal(0)
    for tier in charge.tiers:
        if billable <= below:
            break
        top = None if tier.up_to is None else _share(charge, tier.up_to, days, month_days)
        part = (billable if top is None else min(billable, top)) - below
        total += part * tier.unit + tier.flat
        below = billable if top is None else top
    return total


def _volume(charge, billable, days, month_days):
    if billable == 0:
        return Decimal(0)
    for tier in charge.tiers:
        if tier.up_to is None or billable <= _share(charge, tier.up_to, days, month_days):
            return billable * tier.unit + tier.flat
    raise ValueError(f"{charge.meter}: {billable} is above the last tier")


def _package(charge, billable, days, month_days):
    count = (billable / charge.package).to_integral_value(rounding=ROUND_CEILING)
    return count * charge.tiers[0].unit


_MODELS = {"per_unit": _per_unit, "graduated": _graduated, "volume": _volume, "package": _package}
