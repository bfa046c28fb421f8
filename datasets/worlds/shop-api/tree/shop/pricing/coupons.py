"""Coupons, and whether they are valid."""

import csv
from dataclasses import dataclass

from shop import db
from shop.clock import stamp
from shop.errors import Invalid, NotFound


@dataclass(frozen=True)
class Coupon:
    """`value` is in basis points for `percent`, in minor units for `fixed`."""

    code: str
    kind: str
    value: int
    group: str
    exclusive: bool = False
    min_subtotal: int = 0
    category: str | None = None
    starts_at: str = "2025-01-01T00:00:00Z"
    ends_at: str = "2099-01-01T00:00:00Z"
    max_uses: int | None = None


def find(conn, code):
    row = db.one(conn, "SELECT * FROM coupons WHERE code = ?", code.strip().upper())
    if row is None:
        raise NotFound(f"no coupon {code}")
    return Coupon(
        row["code"], row["kind"], row["value"], row["stack_group"], bool(row["exclusive"]),
        row["min_subtotal"], row["category"], row["starts_at"], row["ends_at"], row["max_uses"],
    )


def is_valid(conn, coupon, now):
    """Return whether a coupon may be used now: begun, not ended (the end is excluded), uses left."""
    if not coupon.starts_at <= stamp(now) < coupon.ends_at:
        return False
    if coupon.max_uses is None:
        return True
    uses = db.one(conn, "SELECT COUNT(*) AS n FROM coupon_uses WHERE code = ?", coupon.code)["n"]
    return uses < coupon.max_uses


def require_valid(conn, coupon, now):
    if not is_valid(conn, coupon, now):
        raise Invalid(f"coupon {coupon.code} cannot be used now", field="code")


def load_csv(conn, path):
    with open(path, newline="", encoding="utf-8") as lines, db.transaction(conn):
        found = list(csv.DictReader(lines))
        for row in found:
            conn.execute(
                "INSERT OR REPLACE INTO coupons VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    row["code"], row["kind"], int(row["value"]), row["stack_group"],
                    int(row["exclusive"]), int(row["min_subtotal"] or 0), row["category"] or None,
                    row["starts_at"], row["ends_at"], int(row["max_uses"]) if row["max_uses"] else None,
                ),
            )
    return len(found)
