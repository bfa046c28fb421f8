from quern.catalog.catalog import Catalog
from quern.errors import QueryError
from quern.session import Session
from quern.optimize.driver import optimize
from quern.plan.build import build
from quern.plan.explain import explained
from quern.syntax.formatter import format_query
from quern.syntax.parser import parse
from datetime import date
A = {"i": "int", "n": "int?", "t": "text?", "w": "float?", "d": "date?"}
ROWS = [(1, 3, "x", 0.5, date(2026, 1, 31)), (2, None, " Yz ", None, None), (3, 3, None, 2.5, date(2024, 2, 29)), (4, -7, "x", 1.25, date(2026, 1, 4)), (5, 8, "", 1.5, None)]
B = {"j": "int", "m": "int?", "u": "text?"}
MORE = [(1, 3, "x"), (2, None, "y"), (3, 9, None), (4, 8, "q")]
def catalog():
    return Catalog.of({"a": (A, ROWS), "b": (B, MORE)})
session = Session(catalog())
def plain(v):
    return repr(round(v, 9)) if isinstance(v, float) else repr(v)
def on(engine, text, one=None):
    try:
        found = (one or session).run(text, {}, engine)
    except QueryError as error:
        return error.code
    return [list(found.columns), [list(map(plain, row)) for row in found.rows]]
def types(text):
    try:
        return {n: str(t) for n, t in build(parse(text), catalog()).types.items()}
    except QueryError as error:
        return error.code
def plan(text):
    return [line.strip() for line in explained(optimize(build(parse(text), catalog()).node)[0])]
def fmt(text):
    return format_query(parse(text))
