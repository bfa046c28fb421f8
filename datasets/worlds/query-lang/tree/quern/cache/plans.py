"""Plans of the new engine, kept for the next run of the same query. docs/cache.md"""

from collections import OrderedDict

from quern.syntax.formatter import format_query


def key_of(query, version, param_types):
    """Return the key of a plan: the query as the formatter writes it, without comments; the version
    of the catalog; and the types of the parameters, because a type may decide what a plan does."""
    bare = format_query(type(query)(query.stages))
    return bare, version, tuple(sorted((n, str(t)) for n, t in param_types.items()))


class PlanCache:
    """The plans that were used last, `size` at most."""

    def __init__(self, size):
        self.size, self.plans = size, OrderedDict()
        self.hits = self.misses = 0

    def get(self, key, make):
        """Return the plan of a key, made by `make()` when it is not here."""
        if key in self.plans:
            self.hits += 1
            self.plans.move_to_end(key)
            return self.plans[key]
        self.misses += 1
        plan = self.plans[key] = make()
        while len(self.plans) > self.size:
            self.plans.popitem(last=False)
        return plan
