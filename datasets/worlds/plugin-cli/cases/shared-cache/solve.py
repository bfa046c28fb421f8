import csv, json, sys, tempfile, tomllib
from collections import OrderedDict, defaultdict
from fractions import Fraction
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, ".")
from heron.cache.keys import canonical
from heron.config.layers import Layer
from heron.config.settings import combined
from heron.plugins.discover import chosen
from heron.plugins.loader import load

rows = list(csv.DictReader(open("capacity/trace.csv")))
projects = tomllib.load(open("capacity/projects.toml", "rb"))
changes = list(csv.DictReader(open("capacity/changes.csv")))
cost = {(r["plugin"], r["suffix"]): (int(r["bytes"]), Fraction(r["milliseconds"])) for r in csv.DictReader(open("capacity/results.csv"))}


def changed(second, what, project):
    """How often a file was changed by then, for this project or for all."""
    return sum(int(c["second"]) <= second and c["project"] in ("", project) and c["what"].startswith(what) for c in changes)


def prepared(project):
    layers = [Layer("project", projects[project])]
    plain = combined(layers)
    manifests = chosen([Path("contrib")], plain.get("plugins.enabled"), plain.get("plugins.disabled"))
    registry = load(manifests, Path(tempfile.mkdtemp()), combined(layers, manifests), print)
    calls = [registry.plugins[i.plugin] for i in registry.calls("check")]
    parsers = {".md": "markdown", ".csv": "csv" if "csv" in registry.plugins else ""}
    return [p for p in calls if not p.manifest.volatile], parsers


SITES = {p: prepared(p) for p in projects}
GLOSSARY = {"partner": "partner's"}


def lookups(monday):
    for r in rows:
        second, project = int(r["second"]), r["project"]
        plugins, parsers = SITES[project]
        for plugin in plugins:
            m, settings = plugin.manifest, dict(plugin.context.settings)
            if m.name == "freshness":
                settings["today"] = 0 if monday else second // 86400
            used = [r["names"] if u == "paths" else (u, GLOSSARY.get(project, ""), project if changed(second, u, project) else "", changed(second, u, project)) for u in m.uses]
            code = changed(second, f"contrib/{m.name}/", project)
            key = canonical([m.name, code, used, settings, r["suffix"], parsers.get(r["suffix"], ""), r["texts"], r["folder"] if m.sees_path else ""])
            yield r, key, int(r["documents"]), *cost[m.name, r["suffix"]]


def simulated(policy, limit, monday=False):
    store, total = OrderedDict(), 0
    hits = asked = 0
    traffic, saved = defaultdict(int), Fraction(0)
    for r, key, n, size, ms in lookups(monday):
        asked += n
        if key in store:
            hits += n
            saved += n * ms
            traffic[r["run"]] += n * size
            store.move_to_end(key)
        elif policy == "all" or r["branch"] == "main":
            traffic[r["run"]] += n * size
            store[key] = n * size
            total += n * size
            while limit and total > limit:
                total -= store.popitem(last=False)[1]
    return Fraction(hits, asked), traffic, saved, asked


def short(x):
    return float(round(x, 4))


out = {"lookups": simulated("all", None)[3], "keys": len({k for _, k, *_ in lookups(False)}), "bestShare": {}, "hitShare": {}, "enough": {}, "traffic": {}, "savedSeconds": {}, "bestShareMonday": {}}
for policy in ("main", "all"):
    best = simulated(policy, None)[0]
    shares = {mb: simulated(policy, mb * 1_000_000) for mb in (6, 9, 12, 15, 18)}
    enough = next((mb for mb, s in shares.items() if s[0] >= best * Fraction(95, 100)), None)
    traffic, saved = shares[enough][1:3]
    out["bestShare"][policy] = short(best)
    out["hitShare"][policy] = {str(mb): short(s[0]) for mb, s in shares.items()}
    out["enough"][policy] = enough
    out["traffic"][policy] = sum(traffic.values())
    out["savedSeconds"][policy] = int(saved / 1000)
    out["bestShareMonday"][policy] = short(simulated(policy, None, True)[0])
print(json.dumps(out))
