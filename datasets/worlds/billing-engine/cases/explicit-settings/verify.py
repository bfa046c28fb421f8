import ast
import json

unchanged("docs/adr/0006-explicit-settings.md", *files("config"), *files("plans"), *files("data"))


def nodes(text):
    assert len(text) < 60_000
    try:
        return list(ast.walk(ast.parse(text)))
    except MemoryError:
        raise AssertionError("too deep for the parser") from None


def imported(text):
    for node in nodes(text):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        if isinstance(node, ast.ImportFrom):
            yield "." * node.level + (node.module or "")
            yield from (f"{node.module or ''}.{alias.name}" for alias in node.names)


for path in files("meterbook"):
    path = path if path.startswith("meterbook/") else "meterbook/" + path
    if not path.endswith(".py"):
        continue
    names = list(imported(read(path)))
    relative = [n for n in names if n.startswith(".")]
    assert not relative or path != "meterbook/settings.py", path
    if path not in ("meterbook/cli.py",):
        bad = [n for n in names if n.startswith("meterbook.config") or (relative and n.strip(".") in ("config", ".config"))]
        assert not bad, (path, bad)
    if path == "meterbook/settings.py":
        assert not [n for n in names if n.split(".")[0] == "meterbook"], names
    if path not in ("meterbook/cli.py", "meterbook/config.py"):
        assert not [n for n in names if n.split(".")[0] in ("contextvars", "threading", "os")], path
    used = [n.attr for n in nodes(read(path)) if isinstance(n, ast.Attribute)] + [n.id for n in nodes(read(path)) if isinstance(n, ast.Name)]
    assert "ContextVar" not in used and not [n for n in nodes(read(path)) if isinstance(n, ast.Global)], path
defined = [n.name for n in nodes(read("meterbook/config.py")) if isinstance(n, ast.FunctionDef)]
assert "load" in defined and not {"current", "use"} & set(defined), defined
suite = run("python3", "-B", "-m", "unittest", "discover", "-s", "tests", "-t", ".")
assert suite.code == 0 and not suite.late, suite
PROGRAM = """
import dataclasses, datetime, io, threading
from decimal import Decimal
from meterbook import config, money
from meterbook.catalog.plans import load_catalog
from meterbook.dunning import run as dunning
from meterbook.dunning.schedule import is_working_day, next_working_day, step_days
from meterbook.exports.lines import write_lines
from meterbook.invoicing import issue, notes
from meterbook.invoicing.numbering import next_number
from meterbook.metering.intake import read_lines
from meterbook.metering.usage import cutoff, to_units
from meterbook.model import Line
from meterbook.period import Period
from meterbook.settings import Settings
from meterbook.store import records
from meterbook.store.connection import connect
from meterbook.tax.apply import apply_tax
from meterbook.tax.rates import rate_on, treatment
import json
D = datetime.date.fromisoformat
one = config.load("config")
two = dataclasses.replace(one, entity="SW", home_region="AT", rounding={"line": "up", "tax": "half_even"}, terms_days=30,
    numbering={"width": 3, "prefix": {"invoice": "R", "note": "G"}}, holidays={"DE": frozenset({D("2026-03-30")})}, legacy={"lines_export_version": 1},
    dunning={"least": {"EUR": "100.00"}, "fee": {"EUR": "2.00"}, "step": [{"after_days": 3, "action": "fee"}]},
    meters={k: {**v, "grace_days": 1, "per_unit": "7"} for k, v in one.meters.items()},
    tax=tuple({**row, "rate": "0.125"} for row in one.tax), customs_union=("AT",))
catalog = load_catalog("plans")
def company():
    db = connect()
    data = json.load(open("data/customers.json"))
    for row in data["customers"]: records.add_customer(db, row)
    for row in data["subscriptions"]: records.add_subscription(db, row)
    for event in read_lines(open("data/events-2026-02.jsonl"))[0]: records.add_event(db, event)
    return db
def work(settings, found, db=None, turn=None):
    db = db or company()
    for customer in records.customers(db):
        draft = issue.preview(settings, db, catalog, customer, Period(2026, 2))
        number = issue.close(settings, db, catalog, customer, Period(2026, 2), D("2026-03-07"))
        found.append([customer.id, number, draft.net, draft.tax, draft.due, draft.tax_note])
        yield
    found.append(notes.credit_note(settings, db, found[3][1], D("2026-03-09"), {1: 55}))
    yield
    found.append([list(x) for x in dunning.due_steps(settings, db, D("2026-04-20"))])
    found.append([list(x) for x in dunning.run(settings, db, D("2026-04-20"))])
    yield
    out = io.StringIO()
    write_lines(settings, out=out, db=db, period="2026-02")
    found.append(out.getvalue().splitlines()[1:9])
    found.append([[n, a, str(d)] for n, a, d in step_days(settings, D("2026-03-20"), "DE")])
    found.append([str(next_working_day(settings, D("2026-03-30"), "DE")), is_working_day(settings, D("2026-03-30"), "DE")])
    found.append([str(to_units(settings, "build_seconds", Decimal(700))), str(rate_on(settings, "AT", "reduced", D("2026-03-01")))])
    found.append([cutoff(settings, c, "egress_bytes", Period(2026, 2)).isoformat() for c in records.customers(db)[:6]])
    found.append([[str(x) for x in treatment(settings, c, D("2026-02-28"))] for c in records.customers(db)])
    lines = [Line("fee", "a", Decimal(1), n, "r", rate=Decimal("0.5")) for n in (101, 100, 100)]
    apply_tax(settings, lines, "EUR")
    found.append([line.tax for line in lines])
    found.append([next_number(settings, db, kind, D("2027-01-01")) for kind in ("invoice", "note")])
    yield
found = [[], []]
both = [work(one, found[0]), work(two, found[1])]
while both:
    for each in list(both):
        if next(each, "end") == "end": both.remove(each)
for each in found: show(each)
threaded = [[] for _ in range(4)]
def all_of(n):
    for _ in work((one, two)[n % 2], threaded[n]): pass
threads = [threading.Thread(target=all_of, args=(n,)) for n in range(4)]
for t in threads: t.start()
for t in threads: t.join()
for each in threaded: show(each)
show([money.to_minor(Decimal(v), "EUR", mode) for v in ("0.125", "0.121") for mode in ("half_even", "half_up", "up")])
"""
shown = observe(PROGRAM, timeout=40)
one, two, modes = json.loads(hidden["expected.json"])
want = [one, two, one, two, one, two, modes]
assert len(shown) == len(want), len(shown)
for number, (got, right) in enumerate(zip(shown, want)):
    assert got == right, (number, [pair for pair in zip(got, right) if pair[0] != pair[1]][:2])
run("mkdir", "-p", "hiddencheck", "nowhere/other")
write("hiddencheck/__init__.py", "")
for name, text in hidden.items():
    if name.startswith("tests/"):
        write("hiddencheck/" + name.removeprefix("tests/"), text)
suite = run("python3", "-B", "-m", "unittest", "discover", "-s", "hiddencheck", "-t", ".")
assert suite.code == 0 and "Ran 31 tests" in suite.err, suite

# the command line, with and without a folder of settings
there = read("config/billing.toml")
write("nowhere/other/billing.toml", there.replace('"NW"', '"OT"'))
for name in ("tax.toml", "meters.toml"):
    write("nowhere/other/" + name, read("config/" + name))
CLI = "cd nowhere && export PYTHONPATH=.. && m() { python3 -B -m meterbook --db v.db --plans ../plans \"$@\"; } && "
first = run("sh", "-c", CLI + "m load ../data/customers.json && m events ../data/events-2026-02.jsonl --day 2026-03-06 && m grant g fjell prepaid 5.00 --day 2026-02-03 && m pay p tulp 3.00 --day 2026-03-01 && m statement tulp && m balance")
assert first.code == 0 and "credits:tulp" in first.out and "-3.00 EUR" in first.out, first
assert run("sh", "-c", CLI + "m close 2026-02 --day 2026-03-07 --customer brise").code not in (0,)
second = run("sh", "-c", CLI + "METERBOOK_CONFIG=other m close 2026-02 --day 2026-03-07 --customer brise")
third = run("sh", "-c", CLI + "METERBOOK_CONFIG=other m --config ../config close 2026-02 --day 2026-03-07 --customer tulp")
assert (second.out, third.out) == ("brise INV-OT-2026-00001\n", "tulp INV-NW-2026-00002\n"), (second, third)
