import csv
import json
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from pathlib import Path

PLACES = {"USD": 2, "SEK": 2, "JPY": 0, "TND": 3}
events, fixed = [], {}
for path in Path("vendor/varn/bulletins").iterdir():
    number, section = int(path.stem), "figures"
    for line in path.read_text().splitlines():
        words = line.split()
        if line.startswith("fixed"):
            fixed[number], moment = words[1], words[3]
        elif line in ("Final figures", "Corrections"):
            section = line
        elif section == "figures" and words and words[0] in PLACES:
            events.append((moment, 0, "new", number, words[0], words[2]))
        elif section == "Final figures" and words:
            events.append((moment, 1, "change", int(words[1]), words[2], words[3]))
        elif section == "Corrections" and words:
            events.append((moment, 2, "change", int(words[1]), words[2], words[3]))
events.append(("2025-09-26T09:00", 3, "gone", 127, "", ""))


def sheet(moment):
    """Replay what was published up to a moment: {(number, currency): figure}."""
    found, gone = {}, set()
    for at, _, kind, number, currency, figure in sorted(events):
        if at > moment:
            break
        if kind == "gone":
            gone.add(number)
        else:
            found[number, currency] = figure
    return {key: figure for key, figure in found.items() if key[0] not in gone}


def price(number, currency, figure):
    if figure == "-" or (currency == "TND" and number >= 119 and date.fromisoformat(fixed[number]).isoweekday() == 1):
        return None
    one = Decimal(figure)
    if currency == "SEK":
        one = 1 / one if number > 108 else one / 100
    if currency == "JPY":
        one /= 1000 if number > 103 else 100
    return one.quantize(Decimal("0.000001"), ROUND_HALF_UP)


wrong, none, difference = {}, [], 0
for row in csv.DictReader(open("ops/rates/booked.csv")):
    oldest = date.fromisoformat(row["day"]) - timedelta(7)
    fitting = {}
    for (number, currency), figure in sheet(row["booked_at"]).items():
        one = price(number, currency, figure) if currency == row["currency"] else None
        if one is not None and str(oldest) <= fixed[number] <= row["day"]:
            fitting[fixed[number]] = one
    if not fitting:
        none.append(row["line"])
        continue
    exact = Decimal(row["amount"]).scaleb(2 - PLACES[row["currency"]]) * fitting[max(fitting)]
    right = int(exact.quantize(Decimal(1), ROUND_HALF_EVEN))
    if right != int(row["base"]):
        wrong[row["line"]] = right
        difference += right - int(row["base"])
print(json.dumps({"wrong": wrong, "noRate": none, "difference": difference}))
