"""Shipping quotes (docs/shipping.md)."""

import csv
from dataclasses import dataclass

from shop.errors import Invalid
from shop.money import BASIS, half_up, share

VOLUME_DIVISOR = 5000
STEP_G = 500
MAX_PARCEL_G = 31_500
INCLUDED_G = 2000


class NotDeliverable(Invalid):
    code = "not_deliverable"


@dataclass(frozen=True)
class Item:
    weight_g: int
    length_mm: int
    width_mm: int
    height_mm: int
    qty: int = 1
    bulky: bool = False


@dataclass(frozen=True)
class Zone:
    """A row of fixtures/zones.csv; `prefix` is the beginning of postcodes, empty for all others."""

    name: str
    country: str
    prefix: str
    base: int
    per_kg: int
    free_from: int | None
    express: bool
    island: int
    days: int


@dataclass(frozen=True)
class Quote:
    service: str
    price: int
    days: int


def load_zones(path):
    with open(path, newline="", encoding="utf-8") as lines:
        return [
            Zone(
                row["name"], row["country"], row["prefix"], int(row["base"]), int(row["per_kg"]),
                int(row["free_from"]) if row["free_from"] else None, row["express"] == "yes",
                int(row["island"]), int(row["days"]),
            )
            for row in csv.DictReader(lines)
        ]


def zone_of(zones, country, postcode):
    """Return the zone with the longest prefix of the postcode. Raises NotDeliverable."""
    code = postcode.replace(" ", "").upper()
    fitting = [z for z in zones if z.country == country and code.startswith(z.prefix)]
    if not fitting:
        raise NotDeliverable(f"no delivery to {country} {postcode}", field="country")
    return max(fitting, key=lambda z: len(z.prefix))


def chargeable_g(items):
    """Return the larger of weight and volume weight of each item, summed, in whole steps."""
    total = sum(i.qty * max(i.weight_g, _volume_g(i)) for i in items)
    return -(-total // STEP_G) * STEP_G


def _volume_g(item):
    return -(-(item.length_mm * item.width_mm * item.height_mm) // VOLUME_DIVISOR)


def quotes(items, country, postcode, goods, zones, fuel_bp):
    """Return the quotes, the cheapest first, and of equal prices the faster first."""
    if not items:
        raise Invalid("nothing to ship", field="items")
    zone, weight = zone_of(zones, country, postcode), chargeable_g(items)
    if any(i.weight_g > MAX_PARCEL_G for i in items):
        raise NotDeliverable("an item is too heavy for a parcel", field="items")
    bulky = any(i.bulky for i in items)
    found = [Quote("standard", _standard(zone, weight, goods, bulky, fuel_bp), zone.days)]
    if zone.express and not bulky:
        found.append(Quote("express", _express(zone, weight, fuel_bp), 1))
    return sorted(found, key=lambda q: (q.price, q.days))


def _standard(zone, weight, goods, bulky, fuel_bp):
    if zone.free_from is not None and goods >= zone.free_from and not bulky:
        return zone.island
    return _freight(zone, weight, fuel_bp) + (1500 if bulky else 0)


def _express(zone, weight, fuel_bp):
    freight = _freight(zone, weight, fuel_bp)
    return half_up((freight - zone.island) * 17_500 / BASIS) + zone.island


def _freight(zone, weight, fuel_bp):
    """Base and kilograms over the included ones, for each parcel; the surcharge is on both."""
    parcels = -(-weight // MAX_PARCEL_G)
    extra_kg = -(-max(0, weight - parcels * INCLUDED_G) // 1000)
    plain = parcels * zone.base + extra_kg * zone.per_kg
    fuel = 0 if zone.island else share(plain, fuel_bp)
    return plain + fuel + zone.island
