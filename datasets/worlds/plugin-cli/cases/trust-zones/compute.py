import copy, json, os, sys, tempfile, tomllib
from argparse import Namespace
from collections import defaultdict
from itertools import groupby
from pathlib import Path

HERE = Path.cwd()
sys.path.insert(0, str(HERE))
sys.dont_write_bytecode = True
from heron.api.context import Context
from heron.cli import session
from heron.plugins import dispatch, loader
import heron.engine.run as engine

os.environ.update(HERON_SECRET_CHAT_TOKEN="x", HERON_SECRET_PORTAL_KEY="y")
CAN, USE, PUT = defaultdict(set), defaultdict(set), defaultdict(set)
FOLDERS = {}
for place in [*HERE.glob("contrib/*/plugin.toml"), *HERE.glob("heron/builtin/*/plugin.toml")]:
    FOLDERS[str(place.parent)] = tomllib.loads(place.read_text())


def running():
    """The plugin whose code is nearest on the stack, unless heron's API stands before it."""
    frame = sys._getframe(2)
    while frame:
        folder = os.path.dirname(os.path.realpath(frame.f_code.co_filename))
        if folder in FOLDERS:
            return FOLDERS[folder]["name"]
        if folder.endswith("heron/api"):
            return None
        frame = frame.f_back
    return None


for method, what in (("read", "read"), ("exists", "read"), ("write", "write"), ("fetch", "net"), ("secret", "secret:")):
    def noted(self, arg, *more, _do=getattr(Context, method), _what=what):
        CAN[self.plugin].add(_what + arg if _what == "secret:" else _what)
        return 0 if _what == "net" else _do(self, arg, *more)
    setattr(Context, method, noted)


class Environment(dict):
    def get(self, *args):
        if running():
            CAN[running()].add("env")
        return dict.get(self, *args)

    def __getitem__(self, name):
        if running():
            CAN[running()].add("env")
        return dict.__getitem__(self, name)


class Shared(dict):
    def get(self, key, *more):
        USE[running()].add(key)
        return dict.get(self, key, *more)

    def __getitem__(self, key):
        USE[running()].add(key)
        return dict.__getitem__(self, key)

    def __setitem__(self, key, value):
        USE[running()].add(key); PUT[running()].add(key)
        dict.__setitem__(self, key, value)


SHARED, STATE = Shared(), {}


def changed(plugin):
    now = {k: repr(dict.__getitem__(SHARED, k)) for k in SHARED}
    for key in now:
        if key in STATE and STATE[key] != now[key]:
            PUT[plugin].add(key)
    STATE.clear(); STATE.update(now)


for name in ("plain", "_begun", "_ended"):
    def watched(self, each, *args, _do=getattr(dispatch.Dispatcher, name)):
        try:
            return _do(self, each, *args)
        finally:
            changed(each.plugin)
    setattr(dispatch.Dispatcher, name, watched)
made = Context.__init__
Context.__init__ = lambda self, plugin, root, settings, shared, log: made(self, plugin, root, settings, SHARED, log)
top = Path(tempfile.mkdtemp()).resolve()


def opened(event, args):
    if event == "open" and isinstance(args[0], (str, Path)) and str(args[0]).startswith(str(top)):
        found = running()
        if found and "r" in str(args[1]):
            CAN[found].add("read")


sys.addaudithook(opened)
os.environ = Environment(os.environ)
for path, text in {"a.md": "# A\n\n[x](https://example.com) [y](z.md) add-on\n", "b.md": "draft: 1\n", "c.csv": "a,b\n1\n", "owners.csv": "pattern,owner\n**/*.md,me\n",
                   "glossary.csv": "avoid,use\nadd-on,plugin\n", "heron-baseline.json": '{"version": 2, "known": []}'}.items():
    (top / path).write_text(text)
SITE = (HERE / "config/acme-site.toml").read_text()
os.symlink(HERE / "contrib", top / "contrib")


def registry(text):
    (top / "heron.toml").write_text(text)
    return session.registry_of(Namespace(root=str(top), set=[], profile=None))


settings, first = registry(SITE + '[core]\nexclude = ["contrib/**"]\n')
settings.values["cache"]["enabled"] = False
sys.stderr = open(os.devnull, "w")
engine.run(top, settings, first)
ALL = list(first.plugins)
BUILT = {n for n, p in first.plugins.items() if p.manifest.builtin}
OLD = {n for n, p in first.plugins.items() if p.manifest.api == 1}


def layout(can, use, put, old, names):
    parent = {n: n for n in names}
    def root(n):
        return n if parent[n] == n else root(parent[n])
    for a in names:
        for b in names:
            if put[a] & use[b] or {a, b} <= old:
                parent[root(a)] = root(b)
    home = {}
    for r in names:
        team = [n for n in names if root(n) == root(r)]
        able = set().union(*(can[n] for n in team))
        who = {"heron" if n in BUILT else n.partition(".")[0] if "." in n else "contrib" for n in team}
        who = "mixed" if len(who) > 1 else who.pop()
        secret = any(c.startswith("secret") for c in able)
        if old & set(team): home[r] = "legacy:" + who
        elif "net" in able and ("write" in able or "env" in able): home[r] = "refused"
        elif secret: home[r] = "secret:" + team[0]
        elif "net" in able: home[r] = "net:" + who
        elif "write" in able: home[r] = "writer:" + who
        elif "env" in able: home[r] = "env:" + who
        else: home[r] = ("host:" if BUILT.issuperset(team) else "sealed:") + who
    return home


def costs(reg, home, old):
    out = {}
    for hook in ("configure", "collect", "parse", "check", "filter", "review", "finish"):
        calls = [i.plugin for i in reg.calls(hook)]
        if hook == "finish":
            calls = [n for n in calls[::-1] if n not in old] + [n for n in calls if n in old]
        count = lambda ns: sum(p != "host:heron" for p, _ in groupby(home[n] for n in ns if n in home and home[n] != "refused"))
        out[hook] = count(calls) + 2 * count(i.plugin for i in reg.wrappers(hook))
    return out


can = {n: CAN[n] for n in ALL}
home = layout(CAN, USE, PUT, OLD, ALL)
sent = costs(first, home, OLD)
needs = {d["name"]: set(d.get("needs", ())) for d in FOLDERS.values()}
answer = {"can": {n: sorted(c) for n, c in can.items() if c}, "askedInVain": {n: sorted(needs[n] - can[n]) for n in ALL if needs[n] - can[n]},
          "notAsked": {n: sorted(can[n] - needs[n]) for n in ALL if can[n] - needs[n]},
          "processes": {p: sorted(n for n in ALL if home[n] == p) for p in set(home.values())}, "messages": sent, "proposals": {}}


def tried(name, can=CAN, use=USE, put=PUT, old=OLD, names=ALL, reg=first):
    new = layout(can, use, put, old, names)
    now = costs(reg, new, old)
    answer["proposals"][name] = {"moved": {n: p for n, p in new.items() if p != home[n]}, "messages": {h: m for h, m in now.items() if m != sent[h]}}


forgets = copy.deepcopy(USE); forgets["acme.audit"].discard("owners.rows")
tried("P1", use=forgets)
reads = copy.deepcopy(CAN); reads["acme.portal"].add("read"); alone = copy.deepcopy(forgets); alone["acme.portal"].clear()
tried("P2", can=reads, use=alone)
tried("P3", names=[n for n in ALL if n != "linkstats"])
tried("P4", reg=registry(SITE.replace('"quality.finish" = 5', '"quality.finish" = 5\n"links.check" = 44'))[1])
own = copy.deepcopy(USE); own["ticket-links"] = {"ticket-links.lines"}; mine = copy.deepcopy(PUT); mine["ticket-links"] = {"ticket-links.lines"}
tried("P5", use=own, put=mine, old={"spelling"})
print(json.dumps(answer))
