"""The journal: every change of stock and price as a line of JSON, for restoring (docs/runbooks).

A line has `seq`, `at`, `type` and `data`. Segments may overlap: a sequence number that occurs again
is the same event. `void` takes back an earlier event, whichever segment that is in.
"""

import json

from shop import db, stock
from shop.clock import parse


class JournalError(Exception):
    pass


def read(paths, allow_torn=False):
    """Return the events of segments by sequence number. Raises JournalError.

    A line that is no JSON is an error unless it is the last of its segment and `allow_torn`.
    """
    found = {}
    for path in paths:
        with open(path, encoding="utf-8") as file:
            lines = file.read().splitlines()
        for number, line in enumerate(lines, 1):
            try:
                event = json.loads(line)
            except ValueError:
                if allow_torn and number == len(lines):
                    continue
                raise JournalError(f"{path}:{number}: not JSON") from None
            known = found.setdefault(event["seq"], event)
            if known != event:
                raise JournalError(f"{path}:{number}: another event has number {event['seq']}")
    return dict(sorted(found.items()))


def replay(conn, events, after, until=None):
    """Apply the events behind a sequence number, without voided ones; return how many.

    Raises JournalError when a number is missing in between, and then applies nothing.
    """
    wanted = [n for n in events if n > after and (until is None or n <= until)]
    gaps = [n for n in range(after + 1, max(wanted, default=after) + 1) if n not in events]
    if gaps:
        raise JournalError(f"missing numbers: {gaps[:10]}")
    voided = {e["data"]["seq"] for e in events.values() if e["type"] == "void"}
    with db.transaction(conn):
        return sum(_apply(conn, events[n]) for n in wanted if n not in voided)


def _apply(conn, event):
    kind, data = event["type"], event["data"]
    if kind == "void":
        return False
    if kind in ("stock.received", "stock.adjusted", "stock.shipped"):
        ref = f"journal-{event['seq']}"
        return stock.move(
            conn, data["sku"], data["warehouse"], data["delta"], kind, ref, parse(event["at"])
        )
    if kind == "price.changed":
        conn.execute(
            "INSERT OR REPLACE INTO price_history VALUES (?, ?, ?)",
            (data["sku"], data["valid_from"], data["price"]),
        )
        return True
    raise JournalError(f"{event['seq']}: unknown type {kind}")
