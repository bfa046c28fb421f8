import csv

from heron.api import Finding, hook
from heron.util.globs import matches
from heron.util.text import remembered


@hook("configure", priority=80)
def configure(ctx):
    rows = csv.DictReader(ctx.read("owners.csv").splitlines()) if ctx.exists("owners.csv") else []
    remembered(ctx, "owners.rows", [(row["pattern"], row["owner"]) for row in rows])


@hook("check", wrapper=True, priority=70)
def named(document, ctx):
    found = yield
    owner = ctx.settings["unknown"]
    for pattern, name in ctx.shared["owners.rows"]:
        if matches(document.path, [pattern]):
            owner = name
    return [Finding(f.path, f.line, f.code, f.level, f"{f.message} ({owner})") for f in found]
