import csv, json, shlex, subprocess, sys, types
from collections import Counter
from fnmatch import fnmatchcase
from pathlib import Path
sys.dont_write_bytecode = True
sys.path.insert(0, ".")
from heron.cli.parser import parser
from heron.config.flags import from_flags
from heron.config.layers import all_layers
from heron.config.settings import combined
from heron.plugins.discover import chosen
from heron.plugins.registry import Implementation
from heron.util.globs import matches

LEVELS = ["note", "warning", "error"]
FILTERS = {"threshold": (40, ()), "acme.severity": (30, ()), "acme.review": (25, ("acme.severity",))}


def order_module(commit):
    text = subprocess.run(["git", "show", f"{commit}:heron/plugins/order.py"], capture_output=True, text=True, check=True).stdout
    module = types.ModuleType("order_" + commit)
    exec(compile(text, commit, "exec"), vars(module))
    return module


def documented(plugin, hook, own, said, api=2):
    return said.get(f"{plugin}.{hook}", said.get(plugin, own))


def filtered(rows, settings, names, priority_of, ordered):
    said = settings.get("plugins.priorities")
    found = []
    for index, name in enumerate(names):
        if name in FILTERS:
            own, after = FILTERS[name]
            found.append(Implementation(name, "filter", None, priority_of(name, "filter", own, said), index, (), after))
    chain = [i.plugin for i in ordered(found)]
    out = {}
    for row in rows:
        level = row["level"]
        for name in chain:
            if name == "threshold":
                if LEVELS.index(level) < LEVELS.index(settings.get("core.min-level")):
                    level = None
                    break
            elif name == "acme.severity":
                level = next((l for p, l in settings.get("acme.severity.levels").items() if fnmatchcase(row["code"], p)), level)
            elif level == "warning" and matches(row["path"], settings.get("acme.review.release")):
                level = "error"
        if level:
            out[row["id"]] = level
    return out


def compared(rows, commit, site, arguments):
    args = parser().parse_args(["--root", f"incident/sites/{site}", "check", *shlex.split(arguments)])
    layers = all_layers(Path(args.root).resolve(), {}, from_flags(args.set, vars(args)), args.profile)
    plain = combined(layers)
    manifests = chosen([Path("contrib")], plain.get("plugins.enabled"), plain.get("plugins.disabled"))
    settings = combined(layers, manifests)
    names = [m.name for m in manifests]
    module = order_module(commit)
    got = filtered(rows, settings, names, module.priority_of, module.ordered)
    right = filtered(rows, settings, names, documented, module.ordered)
    lost = {i: l for i, l in right.items() if i not in got}
    return got, {"lost": len(lost), "extra": len(got.keys() - right.keys())}, {i for i, l in lost.items() if l == "error"}


wrong, sums, errors, still, told = {}, {k: Counter() for k in ("lost", "extra")}, set(), {}, []
for run in csv.DictReader(open("incident/nights.csv")):
    rows = [r for r in map(json.loads, open(f"incident/raw/{run['site']}.jsonl")) if r["first"] <= run["night"] <= r["last"]]
    got, numbers, lost = compared(rows, run["build"], run["site"], run["arguments"])
    counts = Counter(got.values())
    told.append([run["night"], run["site"], *(counts[l] for l in LEVELS)])
    errors |= lost
    if any(numbers.values()):
        wrong.setdefault(run["site"], []).append(run["night"])
    for k, n in numbers.items():
        sums[k][run["site"]] += n
    if run["night"] == "2026-02-23":
        now = compared(rows, "main", run["site"], run["arguments"])[1]
        if any(now.values()):
            still[run["site"]] = now
given = list(csv.reader(open("incident/reports.csv")))[1:]
assert [list(map(str, row)) for row in told] == given
commit = lambda text: subprocess.run(["git", "log", "--format=%H", f"--grep={text}", "main"], capture_output=True, text=True).stdout.split()[0]
print(json.dumps({"commit": commit("#88"), "partialFix": commit("#97"), "wrongReports": wrong,
                  **{k: {s: n for s, n in c.items() if n} for k, c in sums.items()}, "lostErrors": sorted(errors), "stillWrong": still}))
