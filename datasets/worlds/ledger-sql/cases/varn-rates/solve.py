import csv, glob, json, re
from datetime import date
from fractions import Fraction

EXP = {"USD": 2, "SEK": 2, "JPY": 0, "TND": 3}
bulletins = {}
for path in sorted(glob.glob("vendor/varn/bulletins/*.txt")):
    text = open(path).read()
    no = int(re.search(r"No\. (\d+)", text)[1])
    fixed, published = re.search(r"fixed (\S+) +published (\S+)", text).groups()
    body, _, corr = text.partition("\nCorrections\n")
    body, _, final = body.partition("\nFinal figures\n")
    rows = {p[0]: p[1:] for p in (l.split() for l in body.splitlines()) if len(p) >= 3 and p[0] in EXP}
    pairs = lambda t: [(int(p[1]), p[2], p[3]) for p in (l.split() for l in t.splitlines()) if len(p) == 4]
    bulletins[no] = {"fixed": fixed, "published": published, "rows": rows, "final": pairs(final), "corr": pairs(corr)}


def known(moment):
    """Return {(currency, day): price of one unit in millionths} as known at a moment."""
    seen = {n: b for n, b in bulletins.items() if b["published"] <= moment}
    figures = {(n, c): (r[1], r[0], "i" in r[2:], "") for n, b in seen.items() for c, r in b["rows"].items()}
    changes = []
    for n, b in seen.items():
        changes += [(b["published"], kind, *change) for kind in ("final", "corr") for change in b[kind]]
    for at, kind, n, c, figure in sorted(changes, key=lambda x: (x[0], x[1] == "corr")):
        if (n, c) in figures:
            old = figures[n, c]
            figures[n, c] = (figure, old[1], old[2], at)
    if moment >= "2025-09-26T09:00":
        figures = {k: v for k, v in figures.items() if k[0] != 127}
    found = {}
    for (n, c), (figure, basis, inverse, _) in figures.items():
        fixed = bulletins[n]["fixed"]
        if figure == "-" or c == "TND" and n >= 119 and date.fromisoformat(fixed).weekday() == 0:
            continue
        value = Fraction(figure)
        if c == "SEK" and n >= 109:
            micro = (1_000_000 / value + Fraction(1, 2)).__floor__()
        else:
            units = 1000 if c == "JPY" and n >= 104 else int(basis)
            exact = value * 1_000_000 / units
            assert exact.denominator == 1
            micro = int(exact)
        found[c, fixed] = micro
    return found


def base(row):
    rates = known(row["booked_at"])
    days = [d for c, d in rates if c == row["currency"] and d <= row["day"]]
    if not days or (date.fromisoformat(row["day"]) - date.fromisoformat(max(days))).days > 7:
        return None
    exact = Fraction(int(row["amount"]) * rates[row["currency"], max(days)] * 100, 1_000_000 * 10 ** EXP[row["currency"]])
    return round(exact)


def main():
    wrong, none, total = {}, [], 0
    for row in csv.DictReader(open("ops/rates/booked.csv")):
        right = base(row)
        if right is None:
            none.append(row["line"])
        elif right != int(row["base"]):
            wrong[row["line"]] = right
            total += right - int(row["base"])
    print(json.dumps({"wrong": wrong, "noRate": none, "difference": total}))


if __name__ == "__main__":
    main()
