"""The window operator, straight from the rules of docs/windows.md: every row is compared with every other."""

from quern.engine import aggregates
from quern.engine.expr import compiled
from quern.engine.order import ordered
from quern.errors import Unsupported

NUMBERED = ("row_number", "rank", "dense_rank", "ntile")


def execute(node, inputs, params):
    names = node.input.columns
    rows = [tuple(row) for row in inputs[0]]
    tagged = [row + (n,) for n, row in enumerate(rows)]
    wide = (*names, "\0place")
    key_of = [compiled(k, names, params) for k in node.keys]
    groups = {}
    for row in tagged:
        groups.setdefault(tuple(k(row) for k in key_of), []).append(row)
    extra = {}
    for members in groups.values():
        members = ordered(members, node.order, wide, params)
        table = Partition(node, members, names, params)
        for at, row in enumerate(members):
            extra[row[-1]] = tuple(table.value(call, at) for _, call in node.items)
    return [row + extra[n] for n, row in enumerate(rows)]


class Partition:
    def __init__(self, node, members, names, params):
        self.node, self.members = node, members
        self.compile = lambda expr: compiled(expr, names, params)
        order = [self.compile(k.expr) for k in node.order]
        self.marks = [tuple(f(row) for f in order) for row in members]

    def value(self, call, at):
        args = [self.compile(a) for a in call.args]
        here = [a(self.members[at]) for a in args]
        name = call.name
        if name in NUMBERED:
            return self.number(name, at, args)
        if name in ("lag", "lead"):
            return self.neighbour(name, at, args, here)
        if name == "fill":
            seen = [args[0](row) for row in self.members[: at + 1]]
            return next((v for v in reversed(seen) if v is not None), None)
        frame = [row for n, row in enumerate(self.members) if self.inside(at, n)]
        if name in ("first", "last"):
            return args[0](frame[0 if name == "first" else -1]) if frame else None
        if name not in aggregates.FOLDS:
            raise Unsupported(f"no window function {name}")
        return aggregates.aggregate(name, [args[0](r) for r in frame]) if args else len(frame)

    def number(self, name, at, args):
        if name == "row_number":
            return at + 1
        if name == "rank":
            return self.marks.index(self.marks[at]) + 1
        if name == "dense_rank":
            return len(set(self.marks[: at + 1]))
        parts = args[0](self.members[0])
        if parts is None or parts < 1:
            return None
        sizes = [len(self.members) // parts + (n < len(self.members) % parts) for n in range(parts)]
        return next(n for n in range(1, parts + 1) if at < sum(sizes[:n]))

    def neighbour(self, name, at, args, here):
        step = here[1] if len(args) > 1 else 1
        if step is None:
            return None
        other = at - step if name == "lag" else at + step
        if 0 <= other < len(self.members):
            return args[0](self.members[other])
        return here[2] if len(args) > 2 else None

    def inside(self, at, n):
        if not self.node.order:
            return True
        frame = self.node.frame
        if frame is None:
            return n <= at or self.marks[n] == self.marks[at]
        passes = self.passes_row if frame.unit == "rows" else self.passes_range
        return passes(at, n, frame.low, True) and passes(at, n, frame.high, False)

    def passes_row(self, at, n, bound, low):
        place = {"start": 0, "end": len(self.members) - 1, "here": at}.get(bound[0])
        if place is None:
            place = at + (bound[1] if bound[0] == "ahead" else -bound[1])
        return n >= place if low else n <= place

    def passes_range(self, at, n, bound, low):
        if len(bound) == 1:
            place = {"start": 0, "end": len(self.members) - 1, "here": at}[bound[0]]
            return self.marks[n] == self.marks[place] or (n > place if low else n < place)
        mine, theirs = self.marks[at][0], self.marks[n][0]
        if mine is None or theirs is None:
            return mine is None and theirs is None
        far = theirs - mine
        far = getattr(far, "days", far)
        far = -far if self.node.order[0].descending else far
        step = bound[1] if bound[0] == "ahead" else -bound[1]
        return far >= step if low else far <= step
