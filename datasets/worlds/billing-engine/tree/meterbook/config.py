"""The settings of a deployment: config/*.toml.

TODO(marta): `current()` was meant for the command line only. It has spread.
"""

import os
import tomllib
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

_current = None


@dataclass(frozen=True)
class Settings:
    entity: str
    home_region: str
    rounding: dict
    terms_days: int
    numbering: dict
    dunning: dict
    holidays: dict
    meters: dict
    tax: tuple
    customs_union: tuple = ()
    legacy: dict = field(default_factory=dict)


def load(folder) -> Settings:
    folder = Path(folder)
    base = _toml(folder / "billing.toml")
    tax = _toml(folder / "tax.toml")
    return Settings(
        entity=base["entity"]["code"],
        home_region=base["entity"]["region"],
        rounding=base["rounding"],
        terms_days=base["invoices"]["terms_days"],
        numbering=base["numbering"],
        dunning=base["dunning"],
        holidays={r: frozenset(map(_day, days)) for r, days in base["holidays"].items()},
        meters=_toml(folder / "meters.toml"),
        tax=tuple(tax["rate"]),
        customs_union=tuple(tax["union"]["regions"]),
        legacy=base.get("legacy", {}),
    )


def current() -> Settings:
    """The settings in force: those given to `use`, or the folder in METERBOOK_CONFIG, or ./config."""
    global _current
    if _current is None:
        _current = load(os.environ.get("METERBOOK_CONFIG", "config"))
    return _current


def use(settings) -> None:
    global _current
    _current = settings


def _toml(path):
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _day(value):
    return value if isinstance(value, date) else date.fromisoformat(value)
