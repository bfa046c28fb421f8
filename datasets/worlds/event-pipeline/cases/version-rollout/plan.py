import sys, datetime as D

late = len(sys.argv) > 1  # with the changes of the second message
G, T, P, R = "GTPR"
W = {"app": [{(T, 1), (T, 2)}, {(T, 2), (T, 3)}, {(T, 3)}], "boats": [{(P, 2)}, {(P, 3)}], "tender": [{(P, 1)}, {(P, 2)}, {(P, 3)}],
     "gates-north": [{(G, 3)}, {(G, 4)}], "gates-south": [{(G, 2)}, {(G, 3)}, {(G, 4)}], "estuary": [{(R, 1)}, {(R, 1)}, {(R, 2)}, {(R, 2)}]}
v = lambda k, a, b: {(k, n) for n in range(a, b + 1)}
TAKES = {"collector": [v(G, 1, 3) | v(T, 1, 2) | v(P, 1, 2), v(G, 3 if late else 2, 4) | v(T, 1, 3) | v(P, 1, 2), v(G, 3, 4) | v(T, 2, 3) | v(P, 2, 3)],
         "warehouse": [v(R, 1, 1), v(R, 1, 2), v(R, 2, 2)], "signs": [v(R, 1, 1), v(R, 1, 2), v(R, 2, 2)], "museum": [v(R, 1, 1), v(R, 1, 2)]}
FROM = {"collector": ["app", "boats", "tender", "gates-north", "gates-south"], "warehouse": ["estuary"], "signs": ["estuary"], "museum": ["estuary"]}
SEG = {"estuary": [v(G, 1, 3) | v(T, 1, 2) | v(P, 1, 2), v(G, 1, 4) | v(T, 1, 3) | v(P, 1, 2), v(G, 1, 4) | v(T, 1, 3) | v(P, 1, 3), v(G, 3, 4) | v(T, 3, 3) | v(P, 3, 3)],
       "warehouse": [v(T, 1, 2), v(T, 1, 3), v(T, 2, 3)]}
KINDS = {"estuary": "GTP", "warehouse": "T"}
NEEDS = {("collector", 2): ("estuary", 2), ("estuary", 2): ("warehouse", 1), ("warehouse", 1): ("estuary", 1), ("warehouse", 2): ("museum", 1),
         ("app", 2): ("signs", 1), ("gates-north", 1): ("gates-south", 1), ("gates-south", 2): ("gates-north", 1), ("signs", 2): ("warehouse", 2)}
ORDER = ["warehouse", "estuary", "collector", "app", "boats", "tender", "gates-north", "gates-south", "signs", "museum"]
NAMES = {"warehouse": "11 12 13", "estuary": "2.6 2.7 2.8 3.0", "collector": "5 6 7", "app": "7.9 8.0 8.1", "boats": "2.2 3.0", "tender": "1.0 2.2 3.0",
         "gates-north": "3.4 4.0", "gates-south": "2.9 3.4 4.0", "signs": "1 2 3", "museum": "4 5"}
DAYS = {"collector": (0, 2), "tender": (3,), "gates-north": (1, 2), "gates-south": (2,) if late else (1,), "museum": (0,)}
keep = 21 if late else 30
back = lambda c: 8 if late and c == "estuary" else 3
date = D.date.fromisoformat
closed = [(date("2025-12-11"), date("2025-12-14")), (date("2025-12-19"), date("2026-01-05")), (date("2026-02-16"), date("2026-02-17"))]
have = {c: {0: None} for c in ORDER}  # build -> last day on which the component may have it, None: still
last = {(G, 1): date("2025-11-12"), (G, 2): date("2025-11-23"), (G, 3): date("2025-11-23"), (T, 1): date("2025-11-23"), (T, 2): date("2025-11-23"), (P, 1): date("2025-11-23"), (P, 2): date("2025-11-23")}


def good(h, today):
    alive = {c: [b for b, end in h[c].items() if end is None or end >= today] for c in ORDER}
    stored = {k for k, when in last.items() if (today - when).days <= keep} | {k for c in W if c != "estuary" for b in alive[c] for k in W[c][b]}
    if any(not W[p][x] & {k for k in W[p][x] if True} <= TAKES[c][b] for c in TAKES for p in FROM[c] for x in alive[p] for b in alive[c]):
        return False
    return all({k for k in stored if k[0] in KINDS[c]} <= SEG[c][b] for c in SEG for b in alive[c])


today, plan = date("2025-11-24"), {}
while any(max(have[c]) < len(NAMES[c].split()) - 1 for c in ORDER):
    if today.weekday() < 4 and not any(a <= today <= b for a, b in closed):
        for c in ORDER:
            n = max(have[c]) + 1
            if n == len(NAMES[c].split()) or today.weekday() not in DAYS.get(c, (0, 1, 2, 3)):
                continue
            if len([b for b, end in have[c].items() if end is None or end >= today]) > 1:
                continue
            if (c, n) in NEEDS:
                other, least = NEEDS[(c, n)]
                if any(b < least for b, end in have[other].items() if end is None or end >= today):
                    continue
            trial = {**have, c: {**have[c], n - 1: today + D.timedelta(back(c)), n: None}}
            if good(trial, today):
                have, plan[str(today)] = trial, f"{c} {NAMES[c].split()[n]}"
                break
    for c in W:
        for b, end in have[c].items():
            if c != "estuary" and (end is None or end >= today):
                last.update({k: today for k in W[c][b]})
    today += D.timedelta(1)
print(plan, {k: str(last[k] + D.timedelta(keep)) for k in ((G, 2), (T, 2), (P, 2))})
