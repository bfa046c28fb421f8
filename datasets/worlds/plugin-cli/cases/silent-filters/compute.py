import csv, json, re, subprocess, tomllib


def git(*command):
    return subprocess.run(["git", *command], capture_output=True, text=True)


def toml(path):
    try:
        return tomllib.load(open(path, "rb"))
    except FileNotFoundError:
        return {}


def upon(a, b):
    for k, v in b.items():
        if k == "enabled+":
            a["enabled"] = a.get("enabled", []) + [x for x in v if x not in a.get("enabled", [])]
        elif isinstance(v, dict):
            a[k] = upon(a.get(k, {}), v)
        else:
            a[k] = v
    return a


first, second = (git("log", "--format=%H", "-1", f"--grep={t}").stdout.strip() for t in ("(#88)", "(#97)"))


def era(build):
    has = lambda c: git("merge-base", "--is-ancestor", c, build).returncode == 0
    return 2 if has(second) else 1 if has(first) else 0


RAND = {"threshold": 40, "acme.severity": 30, "acme.review": 25}
HOOKS = {"configure", "collect", "parse", "check", "filter", "review", "finish"}


def heard(name, said, age):
    """The priority of a filter: by age of the code, 3 is the page."""
    if age in (0, 3):
        keys = [name + ".filter", name] if age else [name]
    elif age == 1:
        keys = [] if "." in name else [name + ".filter", name]
    else:
        keys = [name + ".filter"] + ([name] if name.split(".")[-1] not in HOOKS else [])
    return next((said[k] for k in keys if k in said), RAND[name])


def chain(names, said, age):
    rank = lambda n: (-heard(n, said, age), names.index(n))
    left, out = sorted(names, key=rank), []
    while left:
        n = next(n for n in left if n != "acme.review" or "acme.severity" not in left)
        out.append(n); left.remove(n)
    return out


def glob(text):
    return re.compile("".join({"**/": "(?:[^/]+/)*", "**": ".*", "*": "[^/]*"}.get(p, re.escape(p)) for p in re.split(r"(\*\*/|\*\*|\*)", text)) + r"\Z")


def report(rows, s, age):
    names = ["threshold"] + s["plugins"].get("enabled", [])
    order = chain(names, s["plugins"].get("priorities", {}), age)
    rank = ["note", "warning", "error"].index
    out = {}
    for row in rows:
        level = row["level"]
        for name in order:
            if name == "threshold" and rank(level) < rank(s["core"]["min-level"]):
                break
            if name == "acme.severity":
                for pattern, new in s[name].get("levels", {}).items():
                    if pattern == row["code"] or pattern.endswith("*") and row["code"].startswith(pattern[:-1]):
                        level = new
                        break
            if name == "acme.review" and level == "warning" and any(glob(g).match(row["path"]) for g in s[name].get("release", [])):
                level = "error"
        else:
            out[row["id"]] = level
    return out


answer = {"commit": first, "partialFix": second, "wrongReports": {}, "lost": {}, "extra": {}, "lostErrors": set(), "stillWrong": {}}
for run in csv.DictReader(open("incident/nights.csv")):
    site, rows = run["site"], []
    for line in open(f"incident/raw/{run['site']}.jsonl"):
        row = json.loads(line)
        rows += [row] if row["first"] <= run["night"] <= row["last"] else []
    own = toml(f"incident/sites/{site}/heron.toml")
    files = [toml(f"incident/sites/{site}/{f}") for f in own.pop("extends", [])] + [own, toml(f"incident/sites/{site}/heron.local.toml")]
    said = re.search(r"--profile (\S+)", run["arguments"])
    profile = said[1] if said else next((f["core"]["profile"] for f in reversed(files) if "profile" in f.get("core", {})), None)
    s = {"core": {"min-level": "note"}, "plugins": {}, "acme.severity": {}, "acme.review": {}}
    tables = [f.pop("profile", {}).get(profile, {}) for f in files]
    for layer in files + tables:
        upon(s, json.loads(json.dumps(layer)))
    for key, value in re.findall(r"""priorities\.(?:"(.+?)"|(?:\w+))=(\d+)""", run["arguments"]):
        s["plugins"].setdefault("priorities", {})[key or "threshold"] = int(value)
    level = re.search(r"--min-level (\S+)", run["arguments"])
    if level:
        s["core"]["min-level"] = level[1]
    right = report(rows, s, 3)
    for age in [era(run["build"])] + [2] * (run["night"] == "2026-02-23"):
        got = report(rows, s, age)
        lost, extra = right.keys() - got.keys(), got.keys() - right.keys()
        if run["night"] == "2026-02-23" and (lost or extra):
            answer["stillWrong"][site] = {"lost": len(lost), "extra": len(extra)}
    got = report(rows, s, era(run["build"]))
    lost, extra = right.keys() - got.keys(), got.keys() - right.keys()
    if lost or extra:
        answer["wrongReports"].setdefault(site, []).append(run["night"])
    for name, some in (("lost", lost), ("extra", extra)):
        if some:
            answer[name][site] = answer[name].get(site, 0) + len(some)
    answer["lostErrors"] |= {i for i in lost if right[i] == "error"}
print(json.dumps({**answer, "lostErrors": sorted(answer["lostErrors"])}))
