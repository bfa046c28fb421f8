import json

INDEX = [path for path in files("ops/index") if path.endswith(".toml")]
assert len(INDEX) == 63, len(INDEX)
unchanged("ops/HR-77.md", "docs/plugin-sets.md", "heron/plugins/lock.py", "heron/plugins/index.py", "heron/plugins/versions.py",
          "heron/cli/commands/plugins.py", *INDEX)
START = {"acme.severity": "1.3.0", "acme.review": "2.1.1", "links-plus": "1.9.0", "notify": "0.3.1", "glossary": "1.2.0", "spelling": "3.0.2",
         "freshness": "1.0.0rc1", "owners": "1.1.0", "metrics": "0.4.0", "csv-tables": "1.4.0", "toc": "2.5.0", "tables-extra": "1.0.0"}
END = {"acme.severity": "2.0.0", "acme.review": "3.0.0", "links-plus": "2.10.0", "notify": "0.3.10", "glossary": "1.4.0", "spelling": "3.0.5",
       "freshness": "0.9.4", "owners": "1.0.3", "metrics": "0.4.0", "csv-tables": "2.0.0", "tables-extra": "1.0.0", "prose": "0.8.0", "wordlists": "1.2.0"}


RELEASES = {(name, version): release for name, some in json.loads(hidden["index.json"]).items() for version, release in some.items()}


def number(text):
    plain, _, candidate = text.partition("rc")
    return [int(part) for part in plain.split(".")] + [int(candidate) if candidate else 10**6]


def allowed(specifier, version):
    for clause in filter(None, specifier.split(",")):
        sign = clause.rstrip("0123456789.rc")
        other, mine = number(clause[len(sign):]), number(version)
        if not {">=": mine >= other, "<": mine < other, "<=": mine <= other, ">": mine > other, "==": mine == other}[sign]:
            return False
    return True


def fits(host, locked):
    for name, version in locked.items():
        release = RELEASES[name, version]
        if not allowed(release.get("heron", ""), host):
            return False
        if any(o not in locked or not allowed(s, locked[o]) for o, s in release.get("requires", {}).items()):
            return False
        if any(o in locked and allowed(s, locked[o]) for o, s in release.get("conflicts", {}).items()):
            return False
    return True


journal = [json.loads(line) for line in read("ops/site/plugins.journal").splitlines()]
assert [(r["n"], r["actor"], r["action"], r["name"]) for r in journal[:3]] == [
    (1, "joan", "hold", "metrics"), (2, "joan", "put", "freshness"), (3, "joan", "hold", "glossary")], journal[:3]
locked, host, held, puts = dict(START), "0.6.2", {"glossary", "metrics"}, []
assert fits(host, locked) and fits("0.7.0", END)
for count, row in enumerate(journal[3:], 4):
    action, name, new = row["action"], row["name"], row["new"]
    old = host if action == "host" else locked.get(name, "-")
    assert (row["n"], row["actor"], row["old"]) == (count, "desk-bot", old), row
    if action == "put":
        assert name not in held and "yanked" not in RELEASES[name, new], row
        locked[name] = new
        puts.append((name, new))
    elif action == "remove":
        assert name == "toc" and new == "-", row
        del locked[name]
    elif action == "host":
        assert new == "0.7.0", row
        host = new
    else:
        assert name == "glossary" and action == ("release" if name in held else "hold"), row
        held ^= {name}
    assert fits(host, locked), row
between = [("acme.severity", "1.5.0"), ("acme.review", "2.2.0")]
assert sorted(puts) == sorted([*between, *((n, v) for n, v in END.items() if START.get(n) != v)]), puts
actions = [r["action"] for r in journal[3:]]
assert [actions.count(a) for a in ("host", "remove", "release", "hold")] == [1, 1, 1, 1], actions
assert (locked, host, held) == (END, "0.7.0", {"glossary", "metrics"})
lines = read("ops/site/plugins.lock").split()
want = ['heron = "0.7.0"', 'held = ["glossary", "metrics"]', "[plugins]", *(f'"{n}" = "{v}"' for n, v in sorted(END.items()))]
assert lines == " ".join(want).split(), lines
assert files("ops/site") == ["ops/site/plugins.journal", "ops/site/plugins.lock"]
