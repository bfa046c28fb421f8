import contextlib, io, json, re, tempfile
from datetime import date
from pathlib import Path
from meterbook import cli

# runs every command and listens to what reaches the database
folder = Path(tempfile.mkdtemp())
seen, current = {}, None
connect = cli.connect
def listening(path):
    db = connect(path)
    db.set_trace_callback(lambda sql: seen.setdefault(current, set()).add(sql))
    return db
cli.connect = listening
def do(*a):
    global current
    current = a[0]
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        return cli.main(["--db", str(folder / "x.db"), *a])
do("load", "data/customers.json")
do("events", "data/events-2026-02.jsonl", "--day", "2026-03-06")
do("grant", "g1", "fjell", "prepaid", "9.00", "--day", "2026-02-10")
do("grant", "g2", "brise", "promo", "9.00", "--day", "2026-02-10")
do("preview", "harbour", "2026-02")
do("close", "2026-02", "--day", "2026-03-07")
do("pay", "p1", "harbour", "20000", "--day", "2026-03-08", "--invoice", "INV-NW-2026-00004")
do("note", "INV-NW-2026-00004", "--day", "2026-03-09")
do("writeoff", "INV-NW-2026-00001", "--day", "2026-03-09")
do("reverse", "3", "--day", "2026-03-09")
for day in ("2026-05-01", "2026-05-20", "2026-06-10", "2026-12-01"):
    do("dunning", "--day", day)
do("dunning", "--day", "2026-12-02", "--dry-run")
do("balance")
do("statement", "harbour")
do("journal", "2026-01-01", "2026-12-31")
do("lines", "2026-02")
schema = Path("meterbook/store/schema.sql").read_text()
tables = {t: re.findall(r"REFERENCES (\w+)", b) for t, b in re.findall(r"CREATE TABLE (\w+) \((.*?)\);\n", schema, re.S)}
writes, reads = {}, {}
for command, sqls in seen.items():
    for sql in sqls:
        sql = sql.strip()
        if sql.startswith(("CREATE", "--", "PRAGMA", "BEGIN", "COMMIT")):
            continue
        verb = sql.split()[0]
        body = re.sub(r"'[^']*'", "", sql)
        names = {w for w in re.findall(r"(?:FROM|JOIN|INTO|UPDATE)\s+(\w+)", body) if w in tables}
        target = writes if verb in ("INSERT", "UPDATE", "DELETE") else reads
        target.setdefault(command, set()).update(names)
writes = {c: t - {"audit"} for c, t in writes.items() if t - {"audit"}}
homes = {}
for line in Path("docs/adr/0006-stores.md").read_text().splitlines():
    cells = line.replace("|", " ").split()
    if cells and cells[0] in tables and line.startswith("|"):
        for p, s in zip("ABCDE", cells[1:]):
            homes.setdefault(p, {})[cells[0]] = s
# functions with one statement over two tables, by a plain reading of the text
pairs = {}
for path in Path("meterbook").rglob("*.py"):
    for block in re.split(r"\n(?=def )", path.read_text()):
        name = re.match(r"def (\w+)", block)
        for text in re.findall(r'((?:"[^"\n]*"\s*)+)', block):
            text = " ".join(re.findall(r'"([^"]*)"', text))
            found = {w for w in re.findall(r"(?:FROM|JOIN) (\w+)", text) if w in tables}
            if name and text.startswith("SELECT") and len(found) > 1:
                pairs.setdefault(".".join(path.with_suffix("").parts[1:]) + "." + name[1], set()).update(found)
out = {}
new = {"pay", "note", "grant"}
assert {c for c, t in writes.items() if "credits" in t} == new | {"close"}
for p, h in homes.items():
    cut = lambda w, more={}: sorted(c for c, t in w.items() if len({{**h, **more}[x] for x in t}) > 1)
    one = {c: t | {"credit_left"} if c in new else t - {"credits"} | {"credit_left"} if c == "close" else t for c, t in writes.items()}
    two = {**writes, "dunning": {"dunning", "requests"}, "work": {"entries", "postings", "answers"}}
    out[p] = {"split": cut(writes), "joins": sorted(f for f, t in pairs.items() if len({h[x] for x in t}) > 1),
              "keys": sum(h[t] != h[r] for t, rs in tables.items() for r in rs),
              "V1": cut(one, {"credit_left": "l"}), "V2": cut(two, {"requests": h["dunning"], "answers": "l"})}
best = sorted(out, key=lambda p: (len(out[p]["split"]), len(out[p]["joins"]), out[p]["keys"]))[0]
print(json.dumps({"writes": {c: sorted(t) for c, t in writes.items()}, "reads": {c: sorted(t) for c, t in reads.items() if t}, "proposals": out, "chosen": best}))
