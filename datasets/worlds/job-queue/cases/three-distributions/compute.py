import glob, json, re


def imported(path):
    text = open(path).read()
    text = re.sub(r'("""|\'\'\')(?:.|\n)*?\1', "", text)
    out = set(re.findall(r"^\s*import (millrace[\w.]*)", text, re.M))
    for module, names in re.findall(r"^\s*from ((?:millrace|tests)[\w.]*) import ([^\n#]+)", text, re.M):
        out.add(module)
        out.update(f"{module}.{n.strip().split(' ')[0]}" for n in names.strip("() ").split(","))
    return out


mods = {}
for path in glob.glob("millrace/**/*.py", recursive=True):
    name = path[:-3].replace("/", ".")
    if not name.endswith("__init__"):
        mods[name] = imported(path)
for name in mods:
    mods[name] &= set(mods)
named = {"millrace.handlers." + n for path in glob.glob("config/**/*.toml", recursive=True) for n in re.findall(r"millrace\.handlers\.(\w+):", open(path).read())}
tests = {}
for path in glob.glob("tests/test_*.py"):
    used = imported(path)
    if "tests.support" in used:
        used |= imported("tests/support.py")
    tests[path[6:-3]] = used & set(mods)


def homes(edges, starts):
    # labels flow along the imports until nothing moves
    labels = {m: {d for d, s in starts.items() if m in s} for m in mods}
    core = set()
    while True:
        old = (json.dumps({m: sorted(v) for m, v in sorted(labels.items())}), len(core))
        for m in mods:
            for n in edges(m):
                labels[n] |= labels[m]
        if json.dumps({m: sorted(v) for m, v in sorted(labels.items())}) == old[0]:
            core |= {m for m in mods if len(labels[m]) != 1}
            for m in list(core):
                core |= set(edges(m))
            for package in ("store", "worker", "admin", "handlers"):
                inside = {m for m in mods if m.startswith(f"millrace.{package}.")}
                if len({"core" if m in core else min(labels[m]) for m in inside}) > 1:
                    core |= inside
        if (json.dumps({m: sorted(v) for m, v in sorted(labels.items())}), len(core)) == old:
            break
    home = {m: "core" if m in core else min(labels[m]) for m in mods}
    for test, used in tests.items():
        other = sorted({home[m] for m in used if home[m] != "core"})
        home[test] = "core" if not other else other[0] if len(other) == 1 else "integration"
    return home


base = {"worker": {"millrace.worker.runner"}, "admin": {"millrace.__main__", "millrace.admin.server"}, "handlers": named}
more = {**base, "planner": {"millrace.planner"}}
plain = mods.__getitem__
now = homes(plain, base)
plans = {
    "P1": homes(lambda m: {n for n in mods[m] if m != "millrace.handlers.reports" or ".handlers." in n or n == "millrace.errors"}, base),
    "P2": homes(plain, more),
    "P3": homes(lambda m: mods[m] - ({"millrace.planner"} if ".admin." in m else set()), more),
    "P4": homes(lambda m: mods[m] | ({"millrace.handlers.outbox"} if m == "millrace.worker.runner" else set()), base),
    "P5": homes(lambda m: mods[m] | ({"millrace.worker.runner"} if m == "millrace.admin.cli" else set()), base),
}
print(json.dumps({
    **{d: sorted(m for m in mods if now[m] == d) for d in ("core", *base)},
    "tests": {t: now[t] for t in tests},
    "proposals": {p: {n: d for n, d in h.items() if now[n] != d} for p, h in plans.items()},
}))
