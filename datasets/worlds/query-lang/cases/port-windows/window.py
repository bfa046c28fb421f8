"""Windows of the new engine, by docs/windows.md. Each rule is named where it is carried out."""

from bisect import bisect_left, bisect_right

from quern.engine.aggregates import FOLDS, aggregate
from quern.engine.expr import compiled
from quern.errors import Unsupported
from quern.syntax.nodes import Frame

_ORDERED = Frame("range", ("start",), ("here",))


def window(node, inputs, params):
    """Return the rows of the input, in their order, each with the columns of the items (W1)."""
    rows = list(inputs[0])
    columns = node.input.columns
    keys = [compiled(key, columns, params) for key in node.keys]
    parts = {}
    for place, row in enumerate(rows):
        parts.setdefault(tuple(key(row) for key in keys), []).append(place)
    added = [[None] * len(node.items) for _ in rows]
    for places in parts.values():
        part = _Part(node, rows, places, params)
        for number, (_, call) in enumerate(node.items):
            for place, value in zip(part.places, part.item(call)):
                added[place][number] = value
    return [row + tuple(more) for row, more in zip(rows, added)]


class _Part:
    """The rows of a partition in order, the place of the first and last peer of each, and frames."""

    def __init__(self, node, rows, places, params):
        self.node, self.params = node, params
        self.columns = node.input.columns
        self.values = [compiled(k.expr, self.columns, params) for k in node.order]
        for key, value in reversed(list(zip(node.order, self.values))):
            places = _sorted(places, lambda place, value=value: value(rows[place]), key)
        self.places, self.rows = places, [rows[p] for p in places]
        marks = [tuple(value(row) for value in self.values) for row in self.rows]
        self.low, self.high, self.group = _peers(marks)
        self.count = len(self.rows)

    def item(self, call):
        try:
            return _ITEMS[call.name](self, call)
        except KeyError:
            if call.name not in FOLDS:
                raise Unsupported(f"the new engine has no window function {call.name}") from None
        return self.folded(call)

    def each(self, expr):
        """Return the values of an expression over the rows."""
        value = compiled(expr, self.columns, self.params)
        return [value(row) for row in self.rows]

    def folded(self, call):
        if not call.args:
            return [high - low for low, high in self.frames()]
        values = self.each(call.args[0])
        return [aggregate(call.name, values[low:high]) for low, high in self.frames()]

    def ends(self, call):
        values = self.each(call.args[0])
        place = 0 if call.name == "first" else -1
        return [values[low:high][place] if low < high else None for low, high in self.frames()]

    def fill(self, call):
        last, found = None, []
        for value in self.each(call.args[0]):
            last = last if value is None else value
            found.append(last)
        return found

    def shifted(self, call):
        values = self.each(call.args[0])
        steps = self.each(call.args[1]) if len(call.args) > 1 else [1] * self.count
        others = self.each(call.args[2]) if len(call.args) > 2 else [None] * self.count
        way = -1 if call.name == "lag" else 1
        found = []
        for place, (step, other) in enumerate(zip(steps, others)):
            there = -1 if step is None else place + way * step
            inside = 0 <= there < self.count
            found.append(None if step is None else values[there] if inside else other)
        return found

    def ntile(self, call):
        wanted = self.each(call.args[0])[0]
        if wanted is None or wanted < 1:
            return [None] * self.count
        size, larger = divmod(self.count, wanted)
        border = larger * (size + 1)
        return [p // (size + 1) + 1 if p < border else larger + (p - border) // size + 1 for p in range(self.count)]

    def frames(self):
        """Return (first place, place behind the last) of the frame of each row."""
        if not self.node.order:
            return [(0, self.count)] * self.count
        frame = self.node.frame or _ORDERED
        span = self.places_of if frame.unit == "rows" else self.range_of()
        found = []
        for n in range(self.count):
            (low, most), (least, high) = span(n, frame.low, True), span(n, frame.high, False)
            low = max(low, least)
            found.append((low, max(low, min(most, high))))
        return found

    def places_of(self, n, bound, first):
        """Return the places that a bound of `rows` lets pass, as (first, behind the last) (W12)."""
        at = {"start": 0, "end": self.count - 1, "here": n}.get(bound[0])
        if at is None:
            at = n + bound[1] if bound[0] == "ahead" else n - bound[1]
        return (max(at, 0), self.count) if first else (0, max(at + 1, 0))

    def range_of(self):
        """Return the same for `range` (W13 to W16)."""
        keys = [self.values[0](row) for row in self.rows]
        known = [n for n, key in enumerate(keys) if key is not None]
        begin = known[0] if known else 0
        sign = -1 if self.node.order[0].descending else 1
        line = [sign * _number(keys[n]) for n in known]

        def span(n, bound, first):
            if len(bound) == 1:
                n = {"start": 0, "end": self.count - 1}.get(bound[0], n)
                if bound[0] == ("start" if first else "end"):
                    return 0, self.count
                return (self.low[n], self.count) if first else (0, self.high[n])
            if keys[n] is None:
                return self.low[n], self.high[n]
            at = sign * _number(keys[n]) + (bound[1] if bound[0] == "ahead" else -bound[1])
            if first:
                return begin + bisect_left(line, at), begin + len(line)
            return begin, begin + bisect_right(line, at)

        return span


def _number(value):
    return value.toordinal() if hasattr(value, "toordinal") else value


def _sorted(places, value, key):
    known = [p for p in places if value(p) is not None]
    unknown = [p for p in places if value(p) is None]
    known.sort(key=value, reverse=key.descending)
    return unknown + known if key.nulls == "first" else known + unknown


def _peers(marks):
    low, high, group = [], [0] * len(marks), []
    for n, mark in enumerate(marks):
        same = n > 0 and mark == marks[n - 1]
        low.append(low[-1] if same else n)
        group.append((group[-1] if group else 0) + (not same))
    for n in reversed(range(len(marks))):
        last = n + 1 == len(marks) or low[n + 1] != low[n]
        high[n] = n + 1 if last else high[n + 1]
    return low, high, group


_ITEMS = {
    "row_number": lambda part, call: list(range(1, part.count + 1)),
    "rank": lambda part, call: [n + 1 for n in part.low],
    "dense_rank": lambda part, call: part.group,
    "ntile": _Part.ntile,
    "lag": _Part.shifted,
    "lead": _Part.shifted,
    "first": _Part.ends,
    "last": _Part.ends,
    "fill": _Part.fill,
}
