# Which rollup answers what was worked out by hand, rule by rule; the choice is a search with a bound.
import csv, json

ABLE = """
active: member_month member_day
busiest: tool tool_day tool_month
category_counts: branch_category_day branch_category_month fee late tool
cheap_tools: tool
fee_by_place: member
fees_by_month: branch_category_day branch_category_month branch_day late member_day tool_day tool_month
first_quarter: branch_category_day branch_day
gaps:
high_fees:
kinds_of_fee: fee
last_lent: tool_day
last_visit: member member_day
late_known: late
late_share: late
lent_value: branch_category_day branch_category_month tool
mean_fee: branch_category_day branch_category_month fee tool
mean_price: branch_category_day branch_category_month tool
member_history: member_month member_day
member_names: member member_day
middle_fee:
no_city: city_level_month member member_month member_day
no_fee: fee
people_by_level: member member_month member_day
price_of_late:
quarter_again: branch_category_day branch_category_month branch_day late
sorted_tools: branch_category_day branch_category_month fee late tool
tool_history: tool_day tool_month
top_fee: city_level_month member_month
treasurer:
unknown_fees: branch_category_day branch_category_month fee tool
weekdays: branch_category_day branch_day member_day tool_day
"""
MADE = {"branch_category_month": "branch_category_day", "branch_day": "branch_category_day", "city_level_month": "member_month", "tool_month": "tool_day"}
COLUMNS = dict(branch_category_day=7, branch_category_month=8, branch_day=4, city_level_month=7, fee=4, late=8, member=8, member_month=8, member_day=6, tool=7, tool_day=6, tool_month=7)
BASE = 2_400_000
able = {line.split(":")[0]: line.split(":")[1].split() for line in ABLE.strip().splitlines()}
rows = {n: int(r) for n, r in list(csv.reader(open("capacity/rollups.csv")))[1:]}
runs = {n: int(r) for n, r in list(csv.reader(open("capacity/queries.csv")))[1:]}
assert able.keys() == runs.keys() and COLUMNS.keys() == rows.keys()
order = sorted(rows, key=lambda r: -rows[r] * COLUMNS[r])


def pick(options, kept):
    known = sorted((rows[o], o) for o in options if o in kept)
    return known[0] if known else (BASE, "base")


def cost(kept):
    making = sum(pick([MADE.get(r)], kept)[0] for r in kept)
    return making + sum(runs[q] * pick(able[q], kept)[0] for q in runs)


def least(kept, rest):
    """A bound: all of the rest were kept and cost nothing to make."""
    return sum(pick([MADE.get(r)], {*kept, *rest})[0] for r in kept) + sum(runs[q] * pick(able[q], {*kept, *rest})[0] for q in runs)


def search(room):
    found = [cost(frozenset()), frozenset()]

    def go(n, kept, left):
        if cost(kept) < found[0]:
            found[:] = [cost(kept), kept]
        if n == len(order) or least(kept, order[n:]) >= found[0]:
            return
        need = rows[order[n]] * COLUMNS[order[n]]
        if need <= left:
            go(n + 1, kept | {order[n]}, left - need)
        go(n + 1, kept, left)

    go(0, frozenset(), room)
    return found


total, kept = search(3_000_000)
print(json.dumps({
    "kept": sorted(kept), "rowsPerDay": total, "room": sum(rows[r] * COLUMNS[r] for r in kept),
    "reads": {q: pick(able[q], kept)[1] for q in runs},
    "madeFrom": {r: pick([MADE.get(r)], kept)[1] for r in kept},
    "smaller": {"1600000": sorted(search(1_600_000)[1]), "2000000": sorted(search(2_000_000)[1])},
}))
