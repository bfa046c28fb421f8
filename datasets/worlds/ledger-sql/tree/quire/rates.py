"""Rates by day (docs/rates.md)."""

import csv
from datetime import date

from quire import db
from quire.errors import BadFile, NoRate
from quire.money import MICRO, parse


def load(conn, path, origin="bulletin"):
    """Read a table with the columns day, currency, units, rate; return how many rates are new."""
    with open(path, newline="", encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    added = 0
    with db.transaction(conn):
        for number, row in enumerate(rows, 2):
            try:
                micro = parse(row["rate"], 6)
                units = int(row["units"])
            except (KeyError, ValueError) as error:
                raise BadFile(f"{path}:{number}: {error}") from None
            if micro % units:
                raise BadFile(f"{path}:{number}: the rate of one unit has more than six places")
            added += _put(conn, row["currency"], row["day"], micro // units, origin)
    return added


def _put(conn, currency, day, micro, origin):
    """A rate that is known stays as it is; corrections have an origin of their own and replace it."""
    known = conn.execute("SELECT 1 FROM rates WHERE currency = ? AND day = ?", (currency, day)).fetchone()
    if known and origin == "bulletin":
        return 0
    conn.execute(
        "INSERT INTO rates (currency, day, rate, rate_micro, origin) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT (currency, day) DO UPDATE SET rate = excluded.rate, rate_micro = excluded.rate_micro, origin = excluded.origin",
        (currency, day, micro / MICRO, micro, origin),
    )
    return 1


def rate_on(conn, currency, day):
    """Return the latest rate on a day, in millionths. Raises NoRate when it is missing or too old."""
    row = conn.execute(
        "SELECT from_day, rate_micro FROM v_rate_spans WHERE currency = ? AND ? BETWEEN from_day AND to_day", (currency, day)
    ).fetchone()
    oldest = int(db.setting(conn, "rates.max_age_days"))
    if row is None or (date.fromisoformat(day) - date.fromisoformat(row["from_day"])).days > oldest:
        raise NoRate(f"no rate for {currency} on {day}")
    return row["rate_micro"]
