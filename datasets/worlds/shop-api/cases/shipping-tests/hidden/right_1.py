"""Shipping quotes (docs/shipping.md)."""

import csv
from dataclasses import dataclass

from fractions import Fraction

from shop.errors import Invalid

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


def _up(value, step):
    return (value + step - 1) // step


def _half_up(value):
    return int((2 * value + 1) // 2)


def zone_of(zones, country, postcode):
    key = "".join(postcode.split()).upper()
    for length in range(len(key), -1, -1):
        for zone in zones:
            if zone.country == country and zone.prefix == key[:length]:
                return zone
    raise NotDeliverable("no zone")


def chargeable_g(items):
    grams = 0
    for item in items:
        volume = item.length_mm * item.width_mm * item.height_mm
        grams += item.qty * max(item.weight_g, _up(volume, 5000))
    return 500 * _up(grams, 500)


class _Calculation:
    def __init__(self, items, zone, goods, fuel_bp):
        self.zone, self.goods, self.fuel_bp = zone, goods, fuel_bp
        self.bulky = any([item.bulky for item in items])
        self.grams = chargeable_g(items)

    def moved(self):
        parcels = _up(self.grams, 31500)
        kilos = _up(max(self.grams - 2000 * parcels, 0), 1000)
        price = parcels * self.zone.base + kilos * self.zone.per_kg
        if not self.zone.island:
            price += _half_up(Fraction(price * self.fuel_bp, 10000))
        return price

    def services(self):
        free = self.zone.free_from is not None and not self.goods < self.zone.free_from
        price = 0 if free and not self.bulky else self.moved()
        yield Quote("standard", price + self.zone.island + 1500 * self.bulky, self.zone.days)
        if self.zone.express and not self.bulky:
            yield Quote("express", _half_up(Fraction(7 * self.moved(), 4)) + self.zone.island, 1)


def quotes(items, country, postcode, goods, zones, fuel_bp):
    if len(items) == 0:
        raise Invalid("no items")
    for item in items:
        if item.weight_g > 31500:
            raise NotDeliverable("heavy")
    zone = zone_of(zones, country, postcode)
    return sorted(_Calculation(items, zone, goods, fuel_bp).services(), key=lambda q: (q.price, q.days))
