set -e
export GIT_AUTHOR_NAME="Odalys Ferrer" GIT_AUTHOR_EMAIL=odalys@quern.example GIT_COMMITTER_NAME="Odalys Ferrer" GIT_COMMITTER_EMAIL=odalys@quern.example
# Freezes what is no longer true, from the tables upwards, looks at the form, and commits.
close() {
  python3 -B - <<'END'
from quern.catalog.catalog import Catalog
from quern.catalog.lock import Lock, reads
from quern.errors import LockError
from quern.syntax.parser import parse
catalog = Catalog.load(".")
lock = Lock(catalog, "views/LOCK.json")
left = sorted(catalog.views)
while left:
    ready = [n for n in left if not set(reads(parse(catalog.views[n]))) & set(left)]
    for name in ready:
        if lock.problem(name):
            lock.freeze(name)
        left.remove(name)
from pathlib import Path
from quern.syntax.formatter import format_query
for path in [*Path("views").glob("*.q"), *Path("reports").rglob("*.q")]:
    assert format_query(parse(path.read_text())) == path.read_text(), path
END
  git add -A
  git commit -qm "$1"
}
python3 - <<'END'
import csv
from pathlib import Path
for name in ("loans", "returns"):
    path = Path(f"data/{name}.csv")
    rows = list(csv.reader(path.open(newline="")))
    at = rows[0].index("back")
    with path.open("w", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([r + ["returned" if n == 0 else r[at]] for n, r in enumerate(rows)])
path = Path("data/schema.toml")
path.write_text(path.read_text().replace('note = "text?"\n', 'note = "text?"\nreturned = "date?"\n'))
END
close "data: returned beside back"
sed -i 's/where back is null/where returned is null/' views/open_loans.q
sed -i 's/late = back > due/late = returned > due/' views/loan_facts.q
close "views: returned, level 1"
sed -i 's/where back is not null/where returned is not null/; s/days = back - out, back$/days = returned - out, back, returned/' views/return_times.q
close "views: returned, level 2"
sed -i 's/max(back)/max(returned)/' views/slow_tools.q
sed -i 's/back = max(back)/back = max(returned), returned = max(returned)/' views/last_returns.q
close "views: returned, level 3"
sed -i 's/r\.back is null or r\.back </r.returned is null or r.returned </; s/name, r\.back$/name, r.back, r.returned/' views/waiting.q
sed -i 's/back = s\.last$/back = s.last, returned = s.last/' views/shelf.q
close "views: returned, level 4"
sed -i 's/\bback is/returned is/; s/\bback - out/returned - out/' reports/late_by_city.q reports/loan_days.q reports/planned/recent_fees.q
sed -i 's/order back,/order returned,/; s/tool, back, recent/tool, returned, recent/' reports/planned/recent_fees.q
sed -i 's/\bback\b/returned/g' reports/welcome_again.q reports/overlong.q reports/shelf_list.q reports/branch_returns.q reports/days_by_month.q
sed -i 's/or back == due/or returned == due/; s/days = back - out/days = returned - out/' reports/back_soon.q
close "reports: returned"
sed -i 's/name, r\.back, r\.returned/name, r.returned/' views/waiting.q
sed -i 's/back = s\.last, returned/returned/' views/shelf.q
close "views: no back, level 4"
sed -i 's/back = max(returned), returned/returned/' views/last_returns.q
close "views: no back, level 3"
sed -i 's/out, back, returned/out, returned/' views/return_times.q
close "views: no back, level 2"
python3 - <<'END'
import csv
from pathlib import Path
for name in ("loans", "returns"):
    path = Path(f"data/{name}.csv")
    rows = list(csv.reader(path.open(newline="")))
    at = rows[0].index("back")
    with path.open("w", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([r[:at] + r[at + 1 :] for r in rows])
path = Path("data/schema.toml")
path.write_text(path.read_text().replace('back = "date?"\n', ""))
path = Path("CHANGELOG.md")
path.write_text(path.read_text().replace("## Unreleased\n", "## Unreleased\n- The column `back` of loans and returns is `returned`.\n"))
END
sed -i 's/`back` is null/`returned` is null/' docs/data.md
sed -i 's/where back is null/where returned is null/' README.md
close "data: no back"
git status --short
