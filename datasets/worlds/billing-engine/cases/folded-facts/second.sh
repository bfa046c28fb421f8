python3 - <<'P'
from pathlib import Path
p = Path("meterbook/store/schema.sql"); s = p.read_text()
a, b = s.index("CREATE TABLE facts"), s.index("CREATE TABLE credits")
p.write_text(s[:a] + """CREATE TABLE facts (
    customer TEXT NOT NULL, id TEXT NOT NULL, meter TEXT NOT NULL, quantity TEXT NOT NULL, at TEXT NOT NULL,
    received TEXT NOT NULL, PRIMARY KEY (customer, id)
);
CREATE TABLE changes (
    customer TEXT NOT NULL, id TEXT NOT NULL, target TEXT NOT NULL, kind TEXT NOT NULL, quantity TEXT, at TEXT,
    received TEXT NOT NULL, revision INTEGER NOT NULL, PRIMARY KEY (customer, id)
);
CREATE INDEX changes_by_target ON changes (customer, target);
""" + s[b:])
p = Path("meterbook/store/folded.py"); s = p.read_text()
a, b = s.index("def fold("), s.index("def _row(")
p.write_text(s[:a] + '''def fold(db, event: Event) -> None:
    row = _row(event)
    name = "facts" if event.kind == "usage" else "changes"
    old = db.execute(f"SELECT * FROM {name} WHERE customer = ? AND id = ?", (event.customer, event.id)).fetchone()
    if old is not None and _rank(dict(old)) <= _rank(row):
        return
    if event.kind == "usage":
        sql = "INSERT OR REPLACE INTO facts VALUES (:customer, :id, :meter, :quantity, :at, :received)"
    else:
        sql = ("INSERT OR REPLACE INTO changes VALUES"
               " (:customer, :id, :target, :kind, :quantity, :at, :received, :revision)")
    db.execute(sql, row)


def _rank(row):
    quantity = Decimal(row["quantity"]) if row["quantity"] is not None else Decimal(-1)
    return (row["received"], row.get("kind") or "usage", row.get("meter") or "", row.get("target") or "",
            quantity, row["at"] or row["received"], row.get("revision") or 0)


def facts(db, customer: str) -> list[Fact]:
    found = []
    for row in db.execute("SELECT * FROM facts WHERE customer = ? ORDER BY id", (customer,)).fetchall():
        changes = db.execute(
            "SELECT * FROM changes WHERE customer = ? AND target = ? ORDER BY revision DESC, received DESC, id DESC",
            (customer, row["id"]),
        ).fetchall()
        if any(change["kind"] == "retraction" for change in changes):
            continue
        best = changes[0] if changes else row
        known = max(row["received"], best["received"])
        found.append(Fact(customer, row["id"], row["meter"], Decimal(best["quantity"]),
                          instant(best["at"] or row["at"]), instant(known)))
    return found


''' + s[b:].replace('"target": event.target,', '"id": event.id,\n        "meter": event.meter,\n        "target": event.target,'))
P
