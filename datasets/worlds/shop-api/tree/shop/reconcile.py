"""Compares a count of the warehouse with the books."""

import csv

from shop import db, stock


def compare(conn, path):
    """Return (sku, warehouse, booked, counted) for each difference, in the order of the file."""
    found = []
    with open(path, newline="", encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            booked = db.one(
                conn, "SELECT on_hand FROM stock WHERE sku = ? AND warehouse = ?",
                row["sku"], row["warehouse"],
            )
            before, counted = booked["on_hand"] if booked else 0, int(row["counted"])
            if before != counted:
                found.append((row["sku"], row["warehouse"], before, counted))
    return found


def apply(conn, differences, ref, now, limit):
    """Book differences of at most `limit` pieces; return those that a human has to look at."""
    left = []
    for sku, warehouse, booked, counted in differences:
        if abs(counted - booked) > limit:
            left.append((sku, warehouse, booked, counted))
        else:
            stock.move(conn, sku, warehouse, counted - booked, "count", f"{ref}-{sku}-{warehouse}", now)
    return left
