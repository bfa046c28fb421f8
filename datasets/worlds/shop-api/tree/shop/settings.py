"""Configuration by environment variables (docs/configuration.md).

A field `db_path` is read from SHOP_DB_PATH. `from_files` reads env files, later ones win; the real
environment wins over all of them.
"""

import os
from dataclasses import dataclass

PREFIX = "SHOP_"


@dataclass(frozen=True)
class Settings:
    db_path: str = "var/shop.db"
    currency: str = "EUR"
    tokens: str = ""
    hold_minutes: int = 20
    cancel_window_minutes: int = 45
    max_discount_bp: int = 6000
    webhook_timeout_s: int = 10
    webhook_max_attempts: int = 8
    page_size: int = 50
    fuel_surcharge_bp: int = 650
    idempotency_hours: int = 24
    log_level: str = "info"


# Old names, accepted until 3.0. The new name wins when both are set.
_RENAMED = {
    "webhook_timeout_s": "WEBHOOK_TIMEOUT",
    "hold_minutes": "RESERVATION_MINUTES",
}


def load(env=None):
    """Return the settings of an environment. An empty variable counts as not set."""
    env = os.environ if env is None else env
    found = {}
    for name, kind in Settings.__annotations__.items():
        text = env.get(PREFIX + name.upper())
        if not text and name in _RENAMED:
            text = env.get(PREFIX + _RENAMED[name])
        if text:
            found[name] = kind(text)
    return Settings(**found)


def from_files(*paths, env=None):
    """Return the variables of env files, the later file winning, and `env` over all."""
    merged = {}
    for path in paths:
        with open(path, encoding="utf-8") as lines:
            merged.update(_pairs(lines))
    return {**merged, **(env or {})}


def _pairs(lines):
    for line in lines:
        text = line.strip()
        if text and not text.startswith("#"):
            name, _, value = text.partition("=")
            yield name.strip(), value.strip().strip('"')
