import json, sys, tomllib
from datetime import date
from pathlib import Path
sys.path.insert(0, ".")
sys.dont_write_bytecode = True
from quern import routing
from quern.catalog.catalog import Catalog
from quern.engine.run import run
from quern.optimize.driver import optimize
from quern.plan import nodes as plan
from quern.plan.build import build
from quern.settings import Settings
from quern.syntax.nodes import names_in, params_in
from quern.syntax.parser import parse
from quern.types.kinds import Type

catalog, settings = Catalog.load("."), Settings.load(".")
TODAY = {"today": date(2026, 2, 1)}
NEVER = (10**12, 0)
index = tomllib.load(open("reports/index.toml", "rb"))
times = {"nightly": 30, "weekly": 4, "monthly": 1}


def personal(node):
    """The personal columns of what a node gives."""
    if isinstance(node, plan.Scan):
        return {"name"} & set(node.columns) if node.table == "members" else set()
    below = set().union(*map(personal, node.inputs))
    if isinstance(node, plan.Project):
        return {n for n, e in node.items if names_in(e) & below}
    if isinstance(node, plan.Aggregate):
        return {n for n, e in node.keys + node.items if names_in(e) & below}
    return below & set(node.columns)


class Sized:
    def __init__(self, node):
        self.node, self.below = node, [Sized(child) for child in node.inputs]
        self.values = len(run(node, catalog, TODAY)) * len(node.columns)
        self.secret = bool(personal(node))

    def cost(self, place, homes):
        """(values that cross below and above this node, nodes on B) when this node runs on `place`."""
        if isinstance(self.node, plan.Scan) and homes[self.node.table] != place:
            return NEVER
        total = [0, int(place == "B")]
        for child in self.below:
            best = min(child.crossing(there, place, homes) for there in "BO")
            total = [total[0] + best[0], total[1] + best[1]]
        return tuple(total)

    def crossing(self, there, here, homes):
        if there == "O" and here == "B" and self.secret:
            return NEVER
        values, nodes = self.cost(there, homes)
        return values + (self.values if there != here else 0), nodes


plans = {}
for path in sorted(Path("reports").glob("*.q")):
    query = parse(path.read_text())
    if routing.choose(query, catalog, settings) == "new":
        plans[path.stem] = Sized(optimize(build(query, catalog, {"today": Type("date")}).node)[0])
result = {}
for tools in "BO":
    for branches in "BO":
        homes = {"loans": "B", "returns": "B", "members": "O", "payments": "O", "tools": tools, "branches": branches}
        found = {name: min(top.crossing(there, "O", homes) for there in "BO") for name, top in plans.items()}
        month = sum(times[index[name]["schedule"]] * cost for name, (cost, _) in found.items())
        result[f"tools {tools}, branches {branches}"] = month, found
best = min(result, key=lambda name: result[name][0])
print(json.dumps({
    "month": {name: month for name, (month, _) in result.items()},
    "best": best,
    "reports": {name: list(pair) for name, pair in result[best][1].items() if pair != (0, 0)},
}))
