# Another way: the text of every file at every commit is worked out first, then the commits are made from bottom to top.
import csv, io, os, subprocess, sys
sys.path.insert(0, ".")
from pathlib import Path
from quern.catalog.catalog import Catalog
from quern.catalog.lock import Lock, reads
from quern.syntax.formatter import format_query
from quern.syntax.parser import parse

who = {f"GIT_{role}_{part}": value for role in ("AUTHOR", "COMMITTER") for part, value in (("NAME", "Odalys Ferrer"), ("EMAIL", "odalys@quern.example"))}


def commit(subject):
    def freeze(name, done):
        if name in done or name not in catalog.views:
            return
        for below in reads(parse(catalog.views[name])):
            freeze(below, done)
        if lock.problem(name):
            lock.freeze(name)
        done.add(name)

    catalog = Catalog.load(".")
    lock, done = Lock(catalog, "views/LOCK.json"), set()
    for name in sorted(catalog.views):
        freeze(name, done)
    subprocess.run(["git", "commit", "-qam", subject], check=True, env={**os.environ, **who})


def edit(path, *pairs):
    text = Path(path).read_text()
    for old, new in pairs:
        assert old in text, (path, old)
        text = text.replace(old, new)
    Path(path).write_text(format_query(parse(text)) if path.endswith(".q") else text)


def tables(change):
    for name in ("loans", "returns"):
        path, out = Path(f"data/{name}.csv"), io.StringIO()
        found = list(csv.DictReader(io.StringIO(path.read_text())))
        writer = csv.DictWriter(out, [*change(dict(found[0]))], lineterminator="\n")
        writer.writeheader()
        writer.writerows(map(change, found))
        path.write_text(out.getvalue())


R = "returned"
tables(lambda row: {**row, R: row["back"]})
edit("data/schema.toml", ('note = "text?"\n', 'note = "text?"\nreturned = "date?"\n'))
commit("data: returned beside back")
edit("views/open_loans.q", ("back is", "returned is"))
edit("views/loan_facts.q", ("back > due", "returned > due"))
commit("views: returned, level 1")
edit("views/return_times.q", ("back is not", "returned is not"), ("back - out, back", "returned - out, back = returned, returned"))
commit("views: returned, level 2")
edit("views/slow_tools.q", ("max(back)", "max(returned)"))
edit("views/last_returns.q", ("back = max(back)", "back = max(returned), returned = max(returned)"))
commit("views: returned, level 3")
edit("views/waiting.q", ("r.back is", "r.returned is"), ("r.back <", "r.returned <"), ("name, r.back", "name, back = r.returned, r.returned"))
edit("views/shelf.q", ("back = s.last", "back = s.last, returned = s.last"))
commit("views: returned, level 4")
for name in ("late_by_city", "loan_days", "welcome_again", "overlong", "shelf_list", "branch_returns", "days_by_month"):
    edit(f"reports/{name}.q", ("back", R))
edit("reports/back_soon.q", ("or back", "or returned"), ("= back", "= returned"))
edit("reports/planned/recent_fees.q", ("where back", "where returned"), ("order back", "order returned"), ("tool, back", "tool, returned"))
commit("reports: returned")
edit("views/waiting.q", ("back = r.returned, ", ""))
edit("views/shelf.q", ("back = s.last, ", ""))
commit("views: no back, level 4")
edit("views/last_returns.q", ("back = max(returned), ", ""))
commit("views: no back, level 3")
edit("views/return_times.q", ("back = returned, ", ""))
commit("views: no back, level 2")
tables(lambda row: {k: v for k, v in row.items() if k != "back"})
edit("data/schema.toml", ('back = "date?"\n', ""))
edit("CHANGELOG.md", ("## Unreleased\n", "## Unreleased\n- `back` of loans and returns is called `returned`.\n"))
edit("docs/data.md", ("`back`", "`returned`"))
edit("README.md", ("where back", "where returned"))
commit("data: no back")
