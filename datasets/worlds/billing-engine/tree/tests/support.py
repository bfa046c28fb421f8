"""A small deployment for tests."""

from datetime import date
from decimal import Decimal

from meterbook import config
from meterbook.catalog.plans import Catalog
from meterbook.metering.intake import read_event
from meterbook.model import Charge, Customer, Plan, Subscription, Tier
from meterbook.store import records
from meterbook.store.connection import connect

SETTINGS = config.Settings(
    entity="T",
    home_region="DE",
    rounding={"line": "half_even", "tax": "half_up"},
    terms_days=14,
    numbering={"width": 3, "prefix": {"invoice": "I", "note": "N"}},
    dunning={
        "least": {"EUR": "5.00"},
        "fee": {"EUR": "7.50"},
        "step": [
            {"after_days": 7, "action": "remind"},
            {"after_days": 10, "action": "fee"},
            {"after_days": 30, "action": "write_off"},
        ],
    },
    holidays={"DE": frozenset({date(2026, 5, 1)})},
    meters={
        "calls": {"aggregation": "sum", "grace_days": 3},
        "bytes": {"aggregation": "daily_peak", "per_unit": "1000", "round_up": True, "grace_days": 2},
        "level": {"aggregation": "last", "grace_days": 2},
    },
    tax=(
        {"region": "DE", "class": "standard", "from": date(2021, 1, 1), "rate": "0.19"},
        {"region": "DE", "class": "reduced", "from": date(2021, 1, 1), "rate": "0.07"},
        {"region": "FR", "class": "standard", "from": date(2014, 1, 1), "rate": "0.20"},
        {"region": "AT", "class": "standard", "from": date(2016, 1, 1), "rate": "0.20"},
        {"region": "AT", "class": "standard", "from": date(2026, 3, 1), "rate": "0.21"},
    ),
    customs_union=("DE", "FR", "AT"),
)


def use_test_settings():
    config.use(SETTINGS)


def customer(key="acme", **more) -> Customer:
    return Customer(**{"id": key, "name": key, "region": "DE", "currency": "EUR", **more})


def charge(**more) -> Charge:
    base = {"meter": "calls", "model": "per_unit", "tiers": (Tier(None, Decimal("0.10")),)}
    return Charge(**{**base, **more})


def plan(key="p", *charges, **more) -> Plan:
    base = dict(version=1, effective=date(2025, 1, 1), currency="EUR", fee=Decimal("10"), per_seat=False, migrate=False)
    return Plan(id=key, charges=charges, **{**base, **more})


def subscription(key="s1", **more) -> Subscription:
    return Subscription(**{"id": key, "customer": "acme", "plan": "p", "start": date(2025, 6, 1), **more})


def usage(key, quantity, at, received=None, meter="calls", who="acme"):
    return read_event(
        '{"customer": "%s", "id": "%s", "meter": "%s", "quantity": %s, "at": "%s", "received": "%s"}'
        % (who, key, meter, quantity, at, received or at)
    )


def change(key, target, revision, received, quantity=None, at=None, who="acme"):
    kind = "retraction" if quantity is None else "correction"
    more = f', "quantity": {quantity}' if quantity is not None else ""
    more += f', "at": "{at}"' if at else ""
    return read_event(
        '{"customer": "%s", "id": "%s", "kind": "%s", "target": "%s", "revision": %d, "received": "%s"%s}'
        % (who, key, kind, target, revision, received, more)
    )


def database():
    """A database with the customer acme, who has one subscription."""
    db = connect()
    records.add_customer(db, {"id": "acme", "name": "Acme", "region": "DE", "currency": "EUR"})
    records.add_subscription(db, {"id": "s1", "customer": "acme", "plan": "p", "start": "2025-06-01"})
    return db


def catalog(*plans) -> Catalog:
    return Catalog(plans or [plan("p", charge())])
