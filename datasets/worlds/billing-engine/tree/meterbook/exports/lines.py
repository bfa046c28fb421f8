"""Invoice lines as CSV, for the data warehouse.

The old format (version 1, with floats) is still asked for by the reporting team; see [legacy] in
config/billing.toml.
"""

import csv

from meterbook import config
from meterbook.money import to_major

HEADER = ("number", "position", "customer", "period", "kind", "ref", "quantity", "net", "promo", "tax", "currency")


def write_lines(db, out, period: str) -> int:
    version = config.current().legacy.get("lines_export_version", 2)
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADER)
    rows = db.execute(
        "SELECT l.*, d.customer, d.period, d.currency, d.kind AS document FROM document_lines l"
        " JOIN documents d ON d.number = l.number WHERE d.period = ? ORDER BY d.number, position",
        (period,),
    ).fetchall()
    for row in rows:
        sign = 1 if row["document"] == "invoice" else -1
        amounts = [to_major(sign * row[name], row["currency"]) for name in ("net", "promo", "tax")]
        shown = [float(a) for a in amounts] if version == 1 else [f"{a:f}" for a in amounts]
        writer.writerow(
            (row["number"], row["position"], row["customer"], row["period"], row["kind"], row["ref"],
             row["quantity"], *shown, row["currency"])
        )
    return len(rows)
