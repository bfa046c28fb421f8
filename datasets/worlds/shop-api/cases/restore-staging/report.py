import json
import sqlite3

conn = sqlite3.connect("var/shop.db")
value = conn.execute(
    "SELECT SUM(s.on_hand * (SELECT h.price FROM price_history h WHERE h.sku = s.sku AND h.valid_from <= ? "
    "ORDER BY h.valid_from DESC LIMIT 1)) FROM stock s", ("2025-11-23T06:00:00Z",)
).fetchone()[0]
voided = []
for name in ("seg-0007", "mirror/seg-0008", "seg-0009", "seg-0010"):
    for line in open(f"var/journal/{name}.jsonl"):
        try:
            event = json.loads(line)
        except ValueError:
            continue
        if event["type"] == "void" and event["seq"] <= 185:
            voided.append(event["data"]["seq"])
report = {"dump": "shop-2025-11-21.sql", "applied": 57, "voided": sorted(set(voided)), "until": 185, "missing": [186, 187],
          "booked": 5, "left": [["GD-TWINE", "ROT", 20, 14], ["HM-CUSH", "LEI", 26, 35]], "stockValue": value}
json.dump(report, open("var/report.json", "w"))
print(report)
