import json, re
from collections import OrderedDict
from datetime import date
from pathlib import Path
import sys
sys.path.insert(0, ".")
sys.dont_write_bytecode = True
from quern import routing
from quern.catalog.catalog import Catalog
from quern.errors import QueryError
from quern.optimize.driver import optimize
from quern.plan.build import build
from quern.plan.explain import explained
from quern.settings import Settings
from quern.syntax.formatter import format_query
from quern.syntax.nodes import Query
from quern.syntax.parser import parse
from quern.types.kinds import type_of

base, settings = Catalog.load("."), Settings.load(".")
deploys = [line.split() for line in open("incident/deploys/deploys.log") if line[0] != "#"]
log = [line.rstrip("\n").split(" ", 2) for line in open("incident/workers.log")]


def views_at(at):
    views = dict(base.views)
    for when, name, *files in deploys:
        if when <= at:
            views |= {f[:-2]: Path(f"incident/deploys/{name}/{f}").read_text() for f in files}
    return views


memo = {}


def plan(text, views, types):
    key = (text, json.dumps(views, sort_keys=True), str(sorted(types.items(), key=str)))
    if key not in memo:
        query, catalog = parse(text), Catalog(base.tables, None, views)
        if routing.choose(query, catalog, settings) == "old":
            memo[key] = None
        else:
            try:
                memo[key] = explained(optimize(build(query, catalog, types).node)[0])
            except QueryError:
                memo[key] = None
    return memo[key]


def day(size):
    views, caches, stale = {}, {}, []
    for at, worker, rest in log:
        if rest == "start":
            views[worker], caches[worker] = views_at(at), OrderedDict()
        elif rest == "reload":
            views[worker] = views_at(at)
        elif rest[0] == "#":
            number, path, params = re.match(r"#(\d+) (\S+) (\{.*\})", rest).groups()
            params = {n: date.fromisoformat(v[1:]) if str(v)[0] == "@" else v for n, v in json.loads(params).items()}
            types = {n: type_of(v) for n, v in params.items()}
            text = Path(path).read_text()
            now = plan(text, views[worker], types)
            if now is None:
                continue
            cache, key = caches[worker], (format_query(Query(parse(text).stages)), str(sorted(types.items(), key=str)))
            if key in cache:
                cache.move_to_end(key)
                if cache[key][0] != now:
                    stale.append(int(number))
            else:
                cache[key] = now, text, types
                if len(cache) > size:
                    cache.popitem(last=False)
    left = {w: sum(p != plan(t, views[w], y) for p, t, y in c.values()) for w, c in sorted(caches.items())}
    return stale, left


stale, left = day(settings.cache_plans)
exposed = []
for path in sorted(Path("reports").glob("*.q")):
    query = parse(path.read_text())
    read = {getattr(s, "table", None) for s in query.stages} & base.views.keys()
    if read and routing.choose(query, base, settings) == "new":
        exposed.append(path.stem)
safe = max(n for n in range(1, settings.cache_plans) if not day(n)[0])
print(json.dumps({"outdated": "Catalog.version", "exposed": exposed, "stale": stale, "leftOver": left, "plansWithout": safe}))
