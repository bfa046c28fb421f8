import ast
import json
import re
from pathlib import Path


def imports(path):
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module)
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def name_of(path):
    return ".".join(path.with_suffix("").parts)


modules = {name_of(p): p for p in Path("millrace").rglob("*.py") if p.name != "__init__.py"}
graph = {name: imports(path) & modules.keys() for name, path in modules.items()}
support = imports(Path("tests/support.py")) & modules.keys()
tests = {name_of(p): (imports(p) & modules.keys()) | (support if "tests.support" in imports(p) else set()) for p in Path("tests").glob("test_*.py")}
handlers = {m for p in Path("config").rglob("*.toml") for m in re.findall(r'handler\s*=\s*"([\w.]+):', p.read_text())}
ENTRIES = {"worker": {"millrace.worker.runner"}, "admin": {"millrace.__main__", "millrace.admin.server"}, "handlers": handlers}


def reach(graph, starts):
    seen, todo = set(), list(starts)
    while todo:
        name = todo.pop()
        if name not in seen:
            seen.add(name)
            todo += graph[name]
    return seen


def assign(graph, entries):
    reached = {dist: reach(graph, starts) for dist, starts in entries.items()}
    home = {}
    for name in graph:
        by = [dist for dist in reached if name in reached[dist]]
        home[name] = by[0] if len(by) == 1 else "core"
    while True:
        before = dict(home)
        for package in {n.rsplit(".", 1)[0] for n in home} - {"millrace"}:
            inside = [n for n in home if n.startswith(package + ".")]
            if len({home[n] for n in inside}) > 1:
                home.update(dict.fromkeys(inside, "core"))
        for name in home:
            if home[name] == "core":
                home.update(dict.fromkeys(graph[name], "core"))
        if home == before:
            break
    for test, names in tests.items():
        others = {home[n] for n in names} - {"core"}
        home[test] = "integration" if len(others) > 1 else (others or {"core"}).pop()
    return home


def but(add=(), drop=()):
    new = {name: set(names) for name, names in graph.items()}
    for a, b in add:
        new[a].add(b)
    for a, b in drop:
        new[a].discard(b)
    return new


R = "millrace.handlers.reports"
store = [m for m in graph if m.startswith("millrace.store.")]
planner = {**ENTRIES, "planner": {"millrace.planner"}}
PLANS = {
    "P1": (but(drop=[(R, "millrace.metrics"), *((R, m) for m in store)]), ENTRIES),
    "P2": (graph, planner),
    "P3": (but(drop=[("millrace.admin.api", "millrace.planner"), ("millrace.admin.cli", "millrace.planner")]), planner),
    "P4": (but(add=[("millrace.worker.runner", "millrace.handlers.outbox")]), ENTRIES),
    "P5": (but(add=[("millrace.admin.cli", "millrace.worker.runner")]), ENTRIES),
}
today = assign(graph, ENTRIES)
out = {dist: sorted(n for n in graph if today[n] == dist) for dist in ("core", "worker", "admin", "handlers")}
out["tests"] = {name.split(".")[1]: today[name] for name in sorted(tests)}
out["proposals"] = {p: {n.removeprefix("tests."): d for n, d in sorted(assign(*plan).items()) if d != today[n]} for p, plan in PLANS.items()}
print(json.dumps(out))
