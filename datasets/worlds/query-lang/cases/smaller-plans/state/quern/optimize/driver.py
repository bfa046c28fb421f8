"""Apply rules until none changes the plan. docs/optimizer.md describes each rule and why it holds."""

from quern.optimize.rules import empties, filters, fold, joins, limits, order
from quern.optimize.rules.prune import prune

RULES = (
    ("fold", fold.fold),
    ("trivial_filter", filters.trivial),
    ("merge_filters", filters.merge),
    ("filter_project", filters.through_project),
    ("filter_same", filters.through_same),
    ("filter_append", filters.through_append),
    ("filter_aggregate", filters.through_aggregate),
    ("filter_window", filters.through_window),
    ("outer_to_inner", joins.outer_to_inner),
    ("filter_join", joins.filter_through),
    ("condition_join", joins.condition_down),
    ("merge_limits", limits.merge),
    ("limit_project", limits.through_project),
    ("limit_join", limits.into_join),
    ("drop_sort", order.drop_sort),
    ("drop_distinct", order.drop_distinct),
    ("empty", empties.spread),
)
_MOST = 500


def optimize(node):
    """Return a plan that gives the same rows in the same order, and the names of the applied rules."""
    applied = []
    for _ in range(_MOST):
        changed = _once(node, applied)
        if changed is None:
            return prune(node), applied
        node = changed
    raise AssertionError("the rules do not come to an end")


def _once(node, applied):
    """Return the plan after the first rule that applies, looking from the top; None without one."""
    for name, rule in RULES:
        changed = rule(node)
        if changed is not None:
            applied.append(name)
            return changed
    for place, child in enumerate(node.inputs):
        changed = _once(child, applied)
        if changed is not None:
            inputs = list(node.inputs)
            inputs[place] = changed
            return node.with_inputs(*inputs)
    return None
