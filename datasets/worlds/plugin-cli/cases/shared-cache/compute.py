import csv, json
from decimal import Decimal as D

H = 3600
# What each project's view of a plugin's settings comes to, against the defaults; order of calls by priority.
ORDER = ["headings", "links", "csv", "glossary", "whitespace", "freshness"]
PART = {"handbook": ORDER, "intranet": ORDER, "manual": [p for p in ORDER if p != "freshness"], "partner": ORDER, "tutorial": ["headings", "links", "whitespace"]}
SEEN = {("manual", "headings"): "depth 3", ("partner", "headings"): "style", ("partner", "glossary"): "note", ("tutorial", "whitespace"): "text"}
PARSER = {".md": "markdown", ".csv": "csv", ".txt": None}
rows = [dict(r, second=int(r["second"]), documents=int(r["documents"])) for r in csv.DictReader(open("capacity/trace.csv"))]
cost = {(r["plugin"], r["suffix"]): (int(r["bytes"]), D(r["milliseconds"])) for r in csv.DictReader(open("capacity/results.csv"))}


def key(r, plugin, monday):
    t, p = r["second"], r["project"]
    out = [plugin, r["texts"], r["suffix"], None if p == "tutorial" and r["suffix"] == ".csv" else PARSER[r["suffix"]], SEEN.get((p, plugin), "")]
    if plugin == "links":
        out += [r["folder"], r["names"]]
    if plugin == "glossary":
        own = "partner" if p == "partner" else {"handbook": 30, "intranet": 36}.get(p, 999) * H <= t and p or "common"
        out += [own, t >= 33 * H]
    if plugin == "freshness":
        out += [0 if monday else t // (24 * H), t >= 55 * H]
    return tuple(out)


def play(policy, limit=None, monday=False):
    used, clock, held = {}, 0, 0
    hit = asked = moved = 0
    saved = D(0)
    for r in rows:
        for plugin in PART[r["project"]]:
            k, n, clock = key(r, plugin, monday), r["documents"], clock + 1
            size, ms = cost[plugin, r["suffix"]]
            asked += n
            if k in used:
                hit, moved, saved = hit + n, moved + n * size, saved + n * ms
                used[k] = (clock, n * size)
            elif policy == "all" or r["branch"] == "main":
                moved += n * size
                held += n * size
                used[k] = (clock, n * size)
                while limit and held > limit:
                    old = min(used, key=used.get)
                    held -= used.pop(old)[1]
    return D(hit) / asked, moved, saved, asked


round4 = lambda x: float(round(x, 4))
result = {n: {} for n in ("bestShare", "hitShare", "enough", "traffic", "savedSeconds", "bestShareMonday")}
for policy in ("main", "all"):
    best = play(policy)[0]
    tried = {mb: play(policy, mb * 10**6) for mb in (6, 9, 12, 15, 18)}
    fit = min(mb for mb in tried if tried[mb][0] * 100 >= best * 95)
    result["bestShare"][policy] = round4(best)
    result["hitShare"][policy] = {str(mb): round4(x[0]) for mb, x in tried.items()}
    result["enough"][policy], result["traffic"][policy] = fit, tried[fit][1]
    result["savedSeconds"][policy] = int(tried[fit][2] // 1000)
    result["bestShareMonday"][policy] = round4(play(policy, monday=True)[0])
keys = {key(r, p, False) for r in rows for p in PART[r["project"]]}
print(json.dumps({"lookups": play("all")[3], "keys": len(keys), **result}))
