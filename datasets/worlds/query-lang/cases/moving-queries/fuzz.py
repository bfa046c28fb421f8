"""Mend one difference at a time in the old evaluator, and look for data on which the result changes."""
import json, random, sys
from datetime import date, timedelta
from pathlib import Path
sys.path.insert(0, ".")
sys.dont_write_bytecode = True
from quern.catalog.catalog import Catalog
from quern.engine.functions import _round
from quern.engine.values import OPERATORS, among
from quern.legacy import aggregates, evaluator, ops, scalar
from quern.legacy.evaluator import Evaluator
from quern.syntax.parser import parse

base = Catalog.load(".")
queries = {p.stem: parse(p.read_text()) for p in sorted(Path("moving").glob("*.q"))}
arithmetic = evaluator._ARITHMETIC
seen = set()


def watched(name, old, new):
    """A function that does as before and notes when the mended one would give something else."""
    def call(*args):
        one, other = old(*args), new(*args)
        if repr(one) != repr(other):
            seen.add(name)
        return other if mended == name else one
    return call


def known(values):
    return [v for v in values if v is not None]


def mean(values):
    return sum(known(values)) / len(known(values)) if known(values) else None


mended = None
plain_compare = ops.compare
ops.compare = watched("D1", plain_compare, lambda op, a, b: OPERATORS[op](a, b))
ops.is_member = watched("D2", ops.is_member, among)
aggregates.total = watched("D3", aggregates.total, lambda v: sum(known(v)) if known(v) else None)
aggregates.mean = watched("D9", aggregates.mean, mean)
aggregates.tally = watched("D12", aggregates.tally, lambda v: len(known(v)))
aggregates.kinds = watched("unlisted", aggregates.kinds, lambda v: len(set(known(v))))
scalar.rounded = watched("unlisted", scalar.rounded, _round)
plain_call = scalar.call
scalar.call = watched("D7", plain_call, lambda n, a: (a[1] if a[0] is True else a[2]) if n == "if" else plain_call(n, a))
arithmetic["+"] = watched("D5", ops.plus, OPERATORS["+"])
arithmetic["%"] = watched("D8", ops.modulo, OPERATORS["%"])
arithmetic["/"] = watched("D11", ops.divide, OPERATORS["/"])
Evaluator.keeps = watched("D6", Evaluator.keeps, lambda self, key: True)
Evaluator.in_order = watched("D10", Evaluator.in_order, lambda self, groups: list(groups))
plain_sorted = Evaluator.sorted


def last(self, rows, keys):
    for key in reversed(keys):
        value = [(self.value(key.expr, r), r) for r in rows]
        some = sorted((p for p in value if p[0] is not None), key=lambda p: p[0], reverse=key.descending)
        none = [p for p in value if p[0] is None]
        rows = [r for _, r in (none + some if key.nulls == "first" else some + none)]
    return rows


Evaluator.sorted = watched("D4", plain_sorted, last)
rng = random.Random(11)
WORDS = {"city": ["Linden", "Osten"], "level": ["crew", "plus"], "method": ["card", "cash"], "category": ["power", "garden"],
         "note": ["late", "scratch", ""], "name": ["Bo", "Ada Li", "Cy"], "branch": ["HB", "LI"], "code": ["HB", "LI"]}


def value(column, kind):
    if kind.nullable and rng.random() < 0.35:
        return None
    if kind.kind == "int":
        return rng.choice([-3, 1, 2, 3])
    if kind.kind == "float":
        return rng.choice([0.0, 2.5, -2.5, 4.0, 25.0, 0.25])
    if kind.kind == "date":
        return date(2026, 1, 1) + timedelta(rng.randrange(6))
    return rng.choice(WORDS[column])


found = {name: set() for name in queries}
truth = set()
for _ in range(int(sys.argv[1]) if len(sys.argv) > 1 else 250):
    rows = {t: [tuple(value(c, k) for c, k in columns.items()) for _ in range(rng.randrange(7))] for t, columns in base.tables.items()}
    catalog = Catalog(base.tables, lambda name: rows[name], base.views)
    for name, query in queries.items():
        mended = None
        seen.clear()
        before = Evaluator(catalog, {}).run(query)
        for candidate in sorted(seen - found[name]):
            truth.add(candidate)
            mended = candidate
            if repr(Evaluator(catalog, {}).run(query)) != repr(before):
                found[name].add(candidate)


def number(name):
    return int(name[1:]) if name[1:].isdigit() else 99


ALL = [f"D{n}" for n in range(1, 13)]
print(json.dumps({
    "untrue": [d for d in ALL if d not in truth],
    "queries": {n: sorted(found[n] - {"unlisted"}, key=number) for n in queries},
    "unlisted": [n for n in queries if "unlisted" in found[n]],
}))
