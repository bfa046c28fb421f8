# Replays the day on real sessions, and looks at each plan that the cache hands out.
import dataclasses, json, os, re, shutil, sys, tempfile
from datetime import date
from pathlib import Path
sys.path.insert(0, os.getcwd())
sys.dont_write_bytecode = True
from quern import routing, session as sessions
from quern.catalog.catalog import Catalog
from quern.errors import QueryError
from quern.plan.explain import explained
from quern.session import Session
from quern.settings import Settings
from quern.syntax.parser import parse

sessions.run = lambda plan, catalog, params: []
sessions.Evaluator.run = lambda self, query: ((), [])
events = []
for line in open("incident/deploys/deploys.log"):
    if not line.startswith("#"):
        at, name, *views = line.split()
        events.append((at, 0, ["deploy", name]))
for number, line in enumerate(open("incident/workers.log"), 1):
    at, worker, rest = line.rstrip("\n").split(" ", 2)
    events.append((at, number, [worker, rest]))
events.sort()
made = {}


def day(size):
    top = Path(tempfile.mkdtemp())
    for name in ("config", "data", "views"):
        shutil.copytree(name, top / name)
    live, bad = {}, []
    for at, _, (first, rest) in events:
        if first == "deploy":
            shutil.copytree(Path("incident/deploys") / rest, top / "views", dirs_exist_ok=True)
        elif rest == "start":
            settings = dataclasses.replace(Settings.load(top), cache_plans=size)
            live[first] = Session(Catalog.load(top), settings)
            watch(live[first])
        elif rest.startswith("reload"):
            try:
                live[first].reload(top)
            except QueryError:
                assert "failed" in rest
        else:
            found = re.fullmatch(r"#(\d+) (\S+) (\{.*\}) (\d+ rows|Q\d+) \d+ ms", rest)
            params = json.loads(found[3])
            params = {n: date.fromisoformat(v[1:]) if str(v).startswith("@") else v for n, v in params.items()}
            one = live[first]
            one.odd = False
            try:
                one.run(Path(found[2]).read_text(), params)
            except QueryError:
                assert found[4].startswith("Q")
            if one.odd:
                bad.append(int(found[1]))
    shutil.rmtree(top)
    return bad, {name: left(one) for name, one in sorted(live.items())}


def fresh(one, key, make):
    views = (key, tuple(sorted(one.catalog.views.items())))
    if views not in made:
        made[views] = explained(make())
    return made[views]


def watch(one):
    plain = one.cache.get
    one.makers = {}

    def get(key, make):
        plan = plain(key, make)
        one.makers[key] = make
        one.odd = explained(plan) != fresh(one, key, make)
        return plan

    one.cache.get = get


def left(one):
    return sum(explained(plan) != fresh(one, key, one.makers[key]) for key, plan in one.cache.plans.items())


catalog, settings = Catalog.load("."), Settings.load(".")
exposed = []
for path in sorted(Path("reports").glob("*.q")):
    query = parse(path.read_text())
    reads = {s.table for s in query.stages if hasattr(s, "table")}
    if routing.choose(query, catalog, settings) == "new" and reads & set(catalog.views):
        exposed.append(path.stem)
stale, leftover = day(settings.cache_plans)
safe = max(size for size in range(1, settings.cache_plans) if not day(size)[0])
from functools import cached_property
[outdated] = [n for n, v in vars(Catalog).items() if isinstance(v, cached_property)]
print(json.dumps({"outdated": f"Catalog.{outdated}", "exposed": exposed, "stale": stale, "leftOver": leftover, "plansWithout": safe}))
