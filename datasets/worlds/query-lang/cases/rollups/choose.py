import csv, json, sys
from itertools import combinations
from pathlib import Path
sys.path.insert(0, ".")
sys.dont_write_bytecode = True
from quern import routing
from quern.catalog.catalog import Catalog
from quern.plan.build import build
from quern.settings import Settings
from quern.syntax import nodes
from quern.syntax.nodes import children
from quern.syntax.parser import parse

catalog, settings = Catalog.load("."), Settings.load(".")
types = build(parse(catalog.views["loan_facts"]), catalog).types
BASE, ROOM = 2_400_000, 3_000_000


def table(name):
    with open(f"capacity/{name}.csv") as file:
        return {row[0]: int(row[1]) for row in list(csv.reader(file))[1:]}


def texts(name):
    return {p.stem: parse(p.read_text()) for p in sorted(Path(f"capacity/{name}").glob("*.q"))}


def group_of(query):
    return next(s for s in query.stages if isinstance(s, nodes.Group))


class Rollup:
    def __init__(self, query):
        group = group_of(query)
        self.keys = {i.expr for i in group.keys}
        self.items = {(i.expr.name, i.expr.args) for i in group.items}
        self.columns = len(group.keys) + len(group.items)

    def of_keys(self, expr):
        if expr in self.keys:
            return True
        if isinstance(expr, nodes.Name):
            return False
        return all(map(self.of_keys, children(expr)))

    def makes(self, name, args):
        if name == "avg":
            return self.makes("sum", args) and self.makes("count", args)
        if not args:
            return ("count", ()) in self.items
        (x,) = args
        if (name, args) in self.items and name in ("sum", "min", "max", "count"):
            return True
        if name == "count" and isinstance(x, nodes.Name) and not types[x.name].nullable:
            return ("count", ()) in self.items
        if self.of_keys(x):
            return name in ("min", "max", "distinct_count") or (name in ("count", "sum") and ("count", ()) in self.items)
        return False

    def answers(self, query):
        seen = {}
        def full(expr):
            if isinstance(expr, nodes.Name) and expr.name in seen:
                return seen[expr.name]
            return nodes.rebuilt(expr, full)
        for stage in query.stages[1:]:
            if isinstance(stage, nodes.Where):
                if not self.of_keys(full(stage.predicate)):
                    return False
            elif isinstance(stage, nodes.Derive):
                for item in stage.items:
                    seen[item.name] = full(item.expr)
            elif isinstance(stage, nodes.Group):
                return all(self.of_keys(full(k.expr)) for k in stage.keys) and all(
                    self.makes(i.expr.name, tuple(map(full, i.expr.args))) for i in stage.items)
            else:
                return False


rows, runs = table("rollups"), table("queries")
made = texts("rollups")
rollups = {n: Rollup(q) for n, q in made.items()}
queries = texts("queries")
able = {q: [r for r in rollups if routing.choose(t, catalog, settings) == "new" and rollups[r].answers(t)] for q, t in queries.items()}
below = {r: [o for o in rollups if o != r and rollups[o].answers(made[r])] for r in rollups}


def source(options, kept):
    return min((o for o in options if o in kept), key=rows.get, default="base")


def day(kept):
    size = {**rows, "base": BASE}
    return sum(runs[q] * size[source(able[q], kept)] for q in runs) + sum(size[source(below[r], kept)] for r in kept)


def best(room):
    fit = [c for n in range(len(rows) + 1) for c in combinations(sorted(rows), n) if sum(rows[r] * rollups[r].columns for r in c) <= room]
    return min(fit, key=lambda c: (day(c), len(c)))


kept = best(ROOM)
print(json.dumps({
    "kept": list(kept), "rowsPerDay": day(kept), "room": sum(rows[r] * rollups[r].columns for r in kept),
    "reads": {q: source(able[q], kept) for q in sorted(runs)},
    "madeFrom": {r: source(below[r], kept) for r in kept},
    "smaller": {str(room): list(best(room)) for room in (1_600_000, 2_000_000)},
}))
