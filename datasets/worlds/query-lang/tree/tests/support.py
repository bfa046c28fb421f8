"""Tables for tests, and short ways to run things."""

from quern.catalog.catalog import Catalog
from quern.optimize.driver import optimize
from quern.plan.build import build
from quern.plan.explain import explained
from quern.session import Session
from quern.syntax.parser import parse

PEOPLE = ({"id": "int", "age": "int?", "town": "text?"}, [(1, 36, "bray"), (2, None, "cork"), (3, 41, None)])
PETS = ({"id": "int", "owner": "int?", "kind": "text?"}, [(1, 1, "cat"), (2, None, "dog"), (3, 1, None)])


def catalog(views=None):
    return Catalog.of({"people": PEOPLE, "pets": PETS}, views)


def rows(text, engine="new", views=None, params=None):
    return Session(catalog(views)).run(text, params or {}, engine).rows


def plan_lines(text, raw=False):
    node = build(parse(text), catalog()).node
    return explained(node if raw else optimize(node)[0])
