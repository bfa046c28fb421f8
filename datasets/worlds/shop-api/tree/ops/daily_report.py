"""Prints yesterday's figures for the team channel. Run by cron at 06:10 UTC."""

import os
import sys
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from shop import db, giftcards  # noqa: E402

CHANNEL = os.environ.get("REPORT_CHANNEL", "#shop-daily")


def figures(conn, day):
    row = db.one(
        conn,
        "SELECT COUNT(*) AS n, COALESCE(SUM(total), 0) AS total FROM orders "
        "WHERE paid_at IS NOT NULL AND substr(paid_at, 1, 10) = ?",
        day,
    )
    return row["n"], row["total"]


def text(conn, day):
    count, total = figures(conn, day)
    cards = ", ".join(f"{c} {n:.2f}" for c, n in sorted(giftcards.liabilities(conn).items()))
    return f"{CHANNEL} {day}: {count} orders, {total / 100:,.2f} EUR; gift cards open: {cards or 'none'}"


if __name__ == "__main__":
    conn = db.connect(os.environ.get("SHOP_DB_PATH", "var/shop.db"))
    day = os.getenv("REPORT_DAY") or str(date.today() - timedelta(days=1))
    print(text(conn, day))
