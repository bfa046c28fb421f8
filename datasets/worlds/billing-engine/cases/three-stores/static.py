import ast, json, re
from pathlib import Path

TABLES = re.findall(r"CREATE TABLE (\w+)", Path("meterbook/store/schema.sql").read_text())
funcs, names = {}, {}
for path in Path("meterbook").rglob("*.py"):
    module = ".".join(path.with_suffix("").parts)
    tree = ast.parse(path.read_text())
    known = names[module] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            for a in node.names:
                known[a.asname or a.name] = f"{node.module}.{a.name}"
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            funcs[f"{module}.{node.name}"] = (module, node)
            known[node.name] = f"{module}.{node.name}"

def calls(key):
    module, node = funcs[key]
    for sub in ast.walk(node):
        if isinstance(sub, ast.Name):
            yield names[module].get(sub.id)
        if isinstance(sub, ast.Attribute) and isinstance(sub.value, ast.Name):
            yield f"{names[module].get(sub.value.id)}.{sub.attr}"

def statements(key):
    for sub in ast.walk(funcs[key][1]):
        if isinstance(sub, ast.Constant) and isinstance(sub.value, str) and re.match(r"(SELECT|INSERT|UPDATE|DELETE)\b", sub.value):
            yield sub.value

def reach(key):
    seen, todo = set(), [key]
    while todo:
        k = todo.pop()
        if k in funcs and k not in seen:
            seen.add(k)
            todo += calls(k)
    return seen

def written(sql):
    m = re.match(r"(?:INSERT INTO|INSERT OR \w+ INTO|UPDATE|DELETE FROM) (\w+)", sql)
    return {m[1]} if m else set()

def named(sql):
    return {t for t in re.findall(r"(?:FROM|JOIN|INTO|UPDATE) (\w+)", sql) if t in TABLES}

cli = Path("meterbook/cli.py").read_text()
commands = dict(re.findall(r'_command\(commands, "(\w+)", (\w+)', cli))
writes, reads = {}, {}
for name, func in commands.items():
    sqls = [s for k in reach(f"meterbook.cli.{func}") for s in statements(k)]
    writes[name] = sorted(set().union(*map(written, sqls)) - {"audit"})
    reads[name] = sorted(set().union(*(named(s) for s in sqls if s.startswith("SELECT"))))
adr = Path("docs/adr/0006-stores.md").read_text()
rows = [[c.strip() for c in l.strip("|").split("|")] for l in adr.splitlines() if l.startswith("| ")]
home = {p: {r[0]: r[i] for r in rows[1:]} for i, p in enumerate("ABCDE", 1)}
schema = Path("meterbook/store/schema.sql").read_text()
keys = [(t, r) for t, body in re.findall(r"CREATE TABLE (\w+) \((.*?)\);", schema, re.S) for r in re.findall(r"REFERENCES (\w+)", body)]
left = {k: {s for f in reach(f"meterbook.cli.{f}") for s in statements(f) if "credits" in written(s)} for k, f in commands.items()}

def split(where, wr):
    return sorted(c for c, t in wr.items() if len({where[x] for x in t}) > 1)

def v1(wr):
    out = {}
    for c, t in wr.items():
        t = set(t)
        if left[c]:
            t.add("credit_left")
            if not any(s.startswith("INSERT") for s in left[c]):
                t.discard("credits")
        out[c] = t
    return out

v2 = {**writes, "dunning": ["dunning", "requests"], "work": sorted(set(writes["dunning"]) - {"dunning"}) + ["answers"]}
out = {}
for p, w in home.items():
    joins = sorted({k.removeprefix("meterbook.") for k in funcs for s in statements(k) if len({w[t] for t in named(s) if t in w}) > 1})
    out[p] = {"split": split(w, writes), "joins": joins, "keys": sum(w[a] != w[b] for a, b in keys),
              "V1": split({**w, "credit_left": "l"}, v1(writes)), "V2": split({**w, "requests": w["dunning"], "answers": "l"}, v2)}
best = min(out, key=lambda p: (len(out[p]["split"]), len(out[p]["joins"]), out[p]["keys"]))
print(json.dumps({"writes": {c: t for c, t in writes.items() if t}, "reads": {c: t for c, t in reads.items() if t}, "proposals": out, "chosen": best}))
