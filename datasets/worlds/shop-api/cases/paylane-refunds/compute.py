import csv
import json
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal as D

env = {}
for path in ("config/base.env", "config/prod.env"):
    with open(path) as lines:
        for line in lines:
            name, _, value = line.strip().partition("=")
            if value:
                env[name] = value
version = env["PAYLANE_API_VERSION"]
assert version == "2024-10"
places = {"JPY": 0, "KRW": 0, "BHD": 3, "KWD": 3, "TND": 3}
window = {"card": 180, "sepa_debit": 56, "wallet": 120, "bank_transfer": 30}
most = {"card": 10, "sepa_debit": 10, "wallet": 3, "bank_transfer": 1}
with open("support/rates.csv") as lines:
    rates = {(r["day"], r["currency"]): D(r["eur"]) for r in csv.DictReader(lines)}


def round_cents(value):
    return value.quantize(D("0.01"), ROUND_HALF_UP)


def answer(r):
    if not r["captured_at"]:
        return "payment_not_captured"
    state, _, rest = r["dispute"].partition(":")
    if state == "open":
        return "dispute_open"
    begin = r["settled_on"] if r["method"] == "sepa_debit" else r["captured_at"][:10]
    if (date.fromisoformat(r["requested_at"][:10]) - date.fromisoformat(begin)).days > window[r["method"]]:
        return "window_expired"
    amount, captured = D(r["amount"]), D(r["captured"])
    if r["method"] == "bank_transfer" and amount != captured:
        return "partial_not_supported"
    counted = [x.split(":")[0] for x in r["earlier_refunds"].split() if not x.endswith(":failed")]
    if len(counted) >= most[r["method"]]:
        return "too_many_refunds"
    left = captured - sum(map(D, counted)) - (D(rest.split(":")[0]) if state == "lost" else 0)
    if amount > left:
        return "amount_exceeds_remaining"
    n = places.get(r["currency"], 2)
    if n == 3 and int(amount * 1000) % 10:
        return "amount_granularity"
    if amount < {0: 50, 2: D("0.5"), 3: D("0.5")}[n] and amount != left:
        return "amount_too_small"
    return "accepted"


def fee(r):
    day, method, currency = r["requested_at"][:10], r["method"], r["currency"]
    growth = day >= "2025-03-01"
    extra = D(0) if currency == "EUR" else D("0.10") if growth else D("0.15")
    if method == "card" and r["captured_at"][:10] == day:
        return extra
    flat = {"card": ("0.25", "0.40"), "sepa_debit": ("0.35", "0.50"), "bank_transfer": ("0.60", "0.80")}
    if method in flat:
        return D(flat[method][0 if growth else 1]) + extra
    euros = D(r["amount"]) if currency == "EUR" else round_cents(D(r["amount"]) * rates[day, currency])
    rate, low, high = (D("0.01"), D("0.20"), D(2)) if growth else (D("0.012"), D("0.30"), D(3))
    if growth and day >= "2025-11-01":
        low = D("0.15")
    return min(max(round_cents(euros * rate), low), high) + extra


results = {}
with open("support/refund-queue.csv") as lines:
    for row in csv.DictReader(lines):
        said = answer(row)
        results[row["id"]] = {"answer": said, "fee": int(fee(row) * 100) if said == "accepted" else 0}
print(json.dumps({"version": version, "results": results, "totalFee": sum(r["fee"] for r in results.values())}))
