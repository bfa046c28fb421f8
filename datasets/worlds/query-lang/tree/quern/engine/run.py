"""Run a plan on the new engine. docs/engine.md"""

from quern.engine import join, relational
from quern.errors import Unsupported
from quern.plan import nodes as plan

# Operators by node. Window and Append are not ported yet (docs/migration.md).
OPERATORS = {
    plan.Empty: relational.empty,
    plan.Filter: relational.filter_,
    plan.Project: relational.project,
    plan.Join: join.join,
    plan.Aggregate: relational.aggregate_,
    plan.Sort: relational.sort,
    plan.Limit: relational.limit,
    plan.Distinct: relational.distinct,
}


def run(node, catalog, params):
    """Return the rows of a plan as a list of tuples. Raises Unsupported, DataError."""
    return list(_rows(node, catalog, params))


def _rows(node, catalog, params):
    if isinstance(node, plan.Scan):
        return _scan(node, catalog)
    try:
        operator = OPERATORS[type(node)]
    except KeyError:
        raise Unsupported(f"the new engine cannot run {type(node).__name__} yet") from None
    return operator(node, [_rows(child, catalog, params) for child in node.inputs], params)


def _scan(node, catalog):
    names = list(catalog.tables[node.table])
    places = [names.index(column) for column in node.columns]
    return (tuple(row[p] for p in places) for row in catalog.rows(node.table))
