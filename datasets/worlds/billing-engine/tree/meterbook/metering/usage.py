"""Sums facts up to the quantity that is billed."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import ROUND_CEILING, Decimal

from meterbook import config
from meterbook.errors import UnknownRef
from meterbook.metering.resolve import Fact
from meterbook.model import Customer
from meterbook.period import Period, add_days, local_day, midnight


def cutoff(customer: Customer, meter: str, period: Period) -> datetime:
    """Until when we wait for the usage of a month: the grace days of the meter after its end."""
    after = add_days(period.last, 1 + _meter(meter)["grace_days"])
    return midnight(after, customer.utc_offset)


def in_time(customer: Customer, fact: Fact) -> bool:
    """Whether a fact was known before the cutoff of the month in which it happened."""
    month = Period.of(local_day(fact.at, customer.utc_offset))
    return fact.known < cutoff(customer, fact.meter, month)


def quantity(customer: Customer, meter: str, facts: Iterable[Fact], start: date, until: date) -> Decimal:
    """The billed quantity of a meter from `start` to the day before `until`, in billing units."""
    mine = [
        fact
        for fact in facts
        if fact.customer == customer.id
        and fact.meter == meter
        and start <= local_day(fact.at, customer.utc_offset) < until
    ]
    raw = _AGGREGATIONS[_meter(meter)["aggregation"]](mine, customer)
    return to_units(meter, raw)


def to_units(meter: str, raw: Decimal) -> Decimal:
    """From what devices report to what the price list counts, e.g. bytes to started GB."""
    settings = _meter(meter)
    units = raw / Decimal(settings.get("per_unit", "1"))
    if settings.get("round_up", False):
        return units.to_integral_value(rounding=ROUND_CEILING)
    return units


def _meter(name):
    try:
        return config.current().meters[name]
    except KeyError:
        raise UnknownRef(f"meter {name!r} is not in config/meters.toml") from None


def _sum(facts, customer):
    return sum((fact.quantity for fact in facts), Decimal(0))


def _peak(facts, customer):
    return max((fact.quantity for fact in facts), default=Decimal(0))


def _daily_peak(facts, customer):
    """The sum of the highest value of each day."""
    days: dict[date, Decimal] = {}
    for fact in facts:
        day = local_day(fact.at, customer.utc_offset)
        days[day] = max(days.get(day, Decimal(0)), fact.quantity)
    return sum(days.values(), Decimal(0))


def _last(facts, customer):
    latest = max(facts, key=lambda fact: (fact.at, fact.id), default=None)
    return Decimal(0) if latest is None else latest.quantity


_AGGREGATIONS = {"sum": _sum, "peak": _peak, "daily_peak": _daily_peak, "last": _last}
