# All placements of all plan nodes are tried; rows are counted in one run of each plan.
import json, re, sys
from collections import Counter
from datetime import date
from itertools import product
from pathlib import Path
sys.path.insert(0, ".")
sys.dont_write_bytecode = True
from quern.engine import run as engine
from quern.plan import nodes as plan
from quern.session import Session
from quern.catalog.catalog import Catalog
from quern.settings import Settings
from quern.syntax.nodes import names_in
from quern import routing
from quern.syntax.parser import parse
from quern.types.kinds import type_of

session = Session(Catalog.load("."), Settings.load("."))
today = {"today": date(2026, 2, 1)}
sizes = {}
plain = engine._rows


def counted(node, catalog, params):
    rows = list(plain(node, catalog, params))
    sizes[id(node)] = len(rows)
    return rows


engine._rows = counted


def reads_name(node, column):
    """Whether a column of a node comes from members.name."""
    if isinstance(node, plan.Scan):
        return (node.table, column) == ("members", "name")
    pairs = dict(getattr(node, "keys", ()) if isinstance(node, plan.Aggregate) else ())
    pairs |= dict(node.items) if isinstance(node, plan.Project | plan.Aggregate) else {}
    if pairs:
        return any(reads_name(node.input, name) for name in names_in(pairs[column]))
    return any(reads_name(child, column) for child in node.inputs if column in child.columns)


def flat(node, above, out):
    mine = len(out)
    out.append((node, above))
    for child in node.inputs:
        flat(child, mine, out)
    return out


def tables(nodes):
    """(fixed table or None, place above, values, may it go down) of each node."""
    return [
        (n.table if isinstance(n, plan.Scan) else None, above, sizes[id(n)] * len(n.columns),
         not any(reads_name(n, c) for c in n.columns))
        for n, above in nodes
    ]


def best(rows, homes):
    found = None
    free = [n for n, row in enumerate(rows) if row[0] is None]
    places = [homes.get(row[0]) for row in rows]
    for choice in product("BO", repeat=len(free)):
        for n, place in zip(free, choice):
            places[n] = place
        cost = 0
        for n, (_, above, values, down) in enumerate(rows):
            there = places[above] if above is not None else "O"
            if places[n] != there:
                if places[n] == "O" and not down:
                    break
                cost += values
        else:
            mark = (cost, places.count("B"))
            found = mark if found is None or mark < found else found
    return found


schedule = dict(re.findall(r'\[(\w+)\]\nowner = "\w+"\nschedule = "(\w+)"', Path("reports/index.toml").read_text()))
weight = Counter(nightly=30, weekly=4, monthly=1)
known = {}
for path in Path("reports").glob("*.q"):
    text = path.read_text()
    if routing.choose(parse(text), session.catalog, session.settings) == "new":
        node = session.plan(parse(text), {"today": type_of(today["today"])})
        engine.run(node, session.catalog, today)
        known[path.stem] = tables(flat(node, None, []))
months, all_ = {}, {}
for tools, branches in product("BO", repeat=2):
    homes = {"loans": "B", "returns": "B", "members": "O", "payments": "O", "tools": tools, "branches": branches}
    name = f"tools {tools}, branches {branches}"
    all_[name] = {report: best(rows, homes) for report, rows in known.items()}
    months[name] = sum(weight[schedule[report]] * cost for report, (cost, _) in all_[name].items())
top = min(months, key=months.get)
print(json.dumps({"month": months, "best": top, "reports": {n: list(v) for n, v in sorted(all_[top].items()) if any(v)}}))
