import json
import subprocess

# From reading the code: what each can do, and which keys of ctx.shared it puts or changes, and uses.
CAN = {
    "baseline": ["read"], "links": ["net", "read"], "owners": ["read"], "glossary": ["read"], "acme.review": ["write"],
    "acme.audit": ["write"], "acme.portal": ["net", "secret:portal-key"], "metrics": ["env", "write"],
    "notify": ["net", "secret:chat-token"], "preview": ["env"],
}
NEEDS = {
    "files": ["read"], "links": ["read", "net"], "baseline": ["read"], "owners": ["read"], "acme.audit": ["read"], "acme.review": ["write"],
    "acme.portal": ["net", "write", "secret:portal-key"], "metrics": ["write", "env"], "quality": ["read", "write"], "glossary": ["read"],
    "notify": ["net", "secret:chat-token"], "preview": ["net"],
}
CHANGES = {
    "links": {"links.seen"}, "linkstats": {"links.seen"}, "owners": {"owners.rows"}, "glossary": {"glossary.terms"}, "metrics": {"metrics.counts"},
    "quality": {"metrics.counts"}, "acme.review": {"acme.review.blockers"}, "acme.audit": {"acme.audit.rows"},
}
USES = {**CHANGES, "acme.audit": {"acme.audit.rows", "owners.rows"}, "acme.portal": {"acme.audit.rows"}, "notify": {"acme.review.blockers"}}
HERON = {"baseline", "csv", "files", "headings", "links", "markdown", "suppress", "threshold", "whitespace"}
LOAD = sorted(HERON) + ["owners", "acme.severity", "acme.audit", "acme.review", "acme.portal", "ticket-links", "spelling", "metrics",
                        "quality", "glossary", "linkstats", "freshness", "notify", "preview"]
HOOKS = ["configure", "collect", "parse", "check", "filter", "review", "finish"]


def orders(more=""):
    """The call order of each hook, as heron has it."""
    text = open("config/acme-site.toml").read().replace('"quality.finish" = 5', '"quality.finish" = 5\n' + more)
    program = """
import json, os, sys, tempfile
sys.path.insert(0, os.getcwd()); sys.dont_write_bytecode = True
from pathlib import Path
from argparse import Namespace
from heron.cli.session import registry_of
top = Path(tempfile.mkdtemp()); (top / "heron.toml").write_text(sys.stdin.read())
os.symlink(Path("contrib").resolve(), top / "contrib")
_, r = registry_of(Namespace(root=str(top), set=[], profile=None))
print(json.dumps({h: [[i.plugin for i in r.wrappers(h)], [i.plugin for i in r.calls(h)]] for h in %r}))
""" % HOOKS
    return json.loads(subprocess.run(["python3", "-B", "-c", program], input=text, capture_output=True, text=True, check=True).stdout)


def vendor(name):
    return "heron" if name in HERON else name.split(".")[0] if "." in name else "contrib"


def processes(can, changes, uses, old, names):
    group = {n: {n} for n in names}

    def join(a, b):
        both = group[a] | group[b]
        for n in both:
            group[n] = both

    for a in names:
        for b in names:
            if a in old and b in old or changes.get(a, set()) & uses.get(b, set()):
                join(a, b)
    home = {}
    for n in names:
        members = group[n]
        able = {c for m in members for c in can.get(m, ())}
        vendors = {vendor(m) for m in members}
        if members & old:
            zone = "legacy"
        elif "net" in able and able & {"write", "env"}:
            home[n] = "refused"
            continue
        elif any(c.startswith("secret:") for c in able):
            home[n] = "secret:" + min(members, key=LOAD.index)
            continue
        else:
            zone = next((z for z, c in (("net", "net"), ("writer", "write"), ("env", "env")) if c in able), "host" if members <= HERON else "sealed")
        home[n] = f"{zone}:{min(vendors) if len(vendors) == 1 else 'mixed'}"
    return home


def stretches(names, home):
    row = [home[n] for n in names if home.get(n, "refused") != "refused"]
    return sum(p != "host:heron" and (i == 0 or row[i - 1] != p) for i, p in enumerate(row))


def messages(order, home, old):
    out = {}
    for hook, (wrappers, calls) in order.items():
        if hook == "finish":
            calls = [n for n in reversed(calls) if n not in old] + [n for n in calls if n in old]
        out[hook] = 2 * stretches(wrappers, home) + stretches(calls, home)
    return out


OLD = {"ticket-links", "spelling"}
base = orders()
home = processes(CAN, CHANGES, USES, OLD, LOAD)
sent = messages(base, home, OLD)
P1 = {**USES, "acme.audit": {"acme.audit.rows"}}
P2 = {k: v for k, v in P1.items() if k != "acme.portal"}
plans = {
    "P1": (CAN, CHANGES, P1, OLD, LOAD, base),
    "P2": ({**CAN, "acme.portal": ["net", "read", "secret:portal-key"]}, CHANGES, P2, OLD, LOAD, base),
    "P3": (CAN, CHANGES, USES, OLD, [n for n in LOAD if n != "linkstats"], base),
    "P4": (CAN, CHANGES, USES, OLD, LOAD, orders('"links.check" = 44')),
    "P5": (CAN, {**CHANGES, "ticket-links": {"ticket-links.lines"}}, {**USES, "ticket-links": {"ticket-links.lines"}}, {"spelling"}, LOAD, base),
}
out = {"can": {n: CAN[n] for n in sorted(CAN)},
       "askedInVain": {n: sorted(set(NEEDS[n]) - set(CAN.get(n, ()))) for n in sorted(NEEDS) if set(NEEDS[n]) - set(CAN.get(n, ()))},
       "notAsked": {n: sorted(set(CAN[n]) - set(NEEDS.get(n, ()))) for n in sorted(CAN) if set(CAN[n]) - set(NEEDS.get(n, ()))},
       "processes": {p: sorted(n for n in LOAD if home[n] == p) for p in sorted(set(home.values()))},
       "messages": sent, "proposals": {}}
for name, (can, changes, uses, old, names, order) in plans.items():
    new = processes(can, changes, uses, old, names)
    now = messages(order, new, old)
    out["proposals"][name] = {"moved": {n: p for n, p in sorted(new.items()) if home[n] != p}, "messages": {h: m for h, m in now.items() if m != sent[h]}}
print(json.dumps(out))
