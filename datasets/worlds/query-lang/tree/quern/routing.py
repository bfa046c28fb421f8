"""Which engine a query runs on while the move to the new one is half done. docs/migration.md"""

import re

from quern.syntax import nodes
from quern.syntax.nodes import calls_in
from quern.syntax.parser import parse

_PRAGMA = re.compile(r"--\s*engine:\s*(old|new)\s*$")
_NAMES = {
    nodes.From: "from", nodes.Where: "where", nodes.Derive: "derive", nodes.Select: "select",
    nodes.Join: "join", nodes.Group: "group", nodes.Window: "window", nodes.Sort: "sort",
    nodes.Take: "take", nodes.Distinct: "distinct", nodes.Append: "append",
}  # fmt: skip


def choose(query, catalog, settings):
    """Return "new" or "old". A comment `-- engine: old` before the first stage decides; then the
    mode; in mode split, the new engine gets what it is trusted with, views included."""
    pragma = next((m.group(1) for c in query.comments[:1] for t in c if (m := _PRAGMA.match(t))), None)
    if pragma:
        return pragma
    if settings.mode != "split":
        return settings.mode
    return "new" if _trusted(query, catalog, settings) else "old"


def _trusted(query, catalog, settings):
    for stage in query.stages:
        if feature(stage) not in settings.stages or not _calls(stage) <= settings.functions:
            return False
        table = getattr(stage, "table", None)
        if table in settings.held_views:
            return False
        if table in catalog.views and not _trusted(parse(catalog.views[table]), catalog, settings):
            return False
    return True


def feature(stage):
    """Return the name of a stage; an outer join is a feature of its own."""
    return "left join" if isinstance(stage, nodes.Join) and stage.outer else _NAMES[type(stage)]


def _exprs(stage):
    if isinstance(stage, nodes.Where):
        return [stage.predicate]
    if isinstance(stage, nodes.Join):
        return [stage.on]
    found = [i.expr for i in getattr(stage, "items", ())]
    for key in getattr(stage, "keys", ()):
        found.append(getattr(key, "expr", key))
    return found + [k.expr for k in getattr(stage, "order", ())]


def _calls(stage):
    return set().union(*map(calls_in, _exprs(stage)))
