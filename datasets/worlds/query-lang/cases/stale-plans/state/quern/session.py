"""Run queries: parse, check, choose the engine, plan, run."""

from dataclasses import dataclass

from quern import routing
from quern.cache.plans import PlanCache, key_of
from quern.catalog.catalog import Catalog
from quern.engine.run import run
from quern.legacy.evaluator import Evaluator
from quern.optimize.driver import optimize
from quern.plan.build import build
from quern.settings import Settings
from quern.syntax.parser import parse
from quern.types.kinds import type_of


@dataclass(frozen=True)
class Result:
    columns: tuple
    rows: list
    engine: str


class Session:
    def __init__(self, catalog, settings=None):
        self.catalog, self.settings = catalog, settings or Settings()
        self.cache = PlanCache(self.settings.cache_plans)

    def reload(self, folder):
        """Take over schema and views as they are now in a folder; plans of what did not change are
        kept. Raises QueryError and OSError, and leaves all as it was."""
        fresh = Catalog.load(folder)
        for text in fresh.views.values():
            build(parse(text), fresh)
        self.catalog.tables, self.catalog.rows, self.catalog.views = fresh.tables, fresh.rows, fresh.views

    def run(self, text, params=None, engine=None):
        """Return the Result of a query. `engine` overrides the choice. Raises QueryError."""
        query, params = parse(text), params or {}
        types = {name: type_of(value) for name, value in params.items()}
        chosen = engine or routing.choose(query, self.catalog, self.settings)
        if chosen == "old":
            build(query, self.catalog, types)
            return Result(*Evaluator(self.catalog, params).run(query), "old")
        plan = self.plan(query, types)
        return Result(plan.columns, run(plan, self.catalog, params), "new")

    def plan(self, query, types):
        key = key_of(query, self.catalog.version, types)
        return self.cache.get(key, lambda: optimize(build(query, self.catalog, types).node)[0])
