python3 - <<'P'
from pathlib import Path
p = Path("meterbook/store/schema.sql"); s = p.read_text()
a, b = s.index("CREATE TABLE facts"), s.index("CREATE TABLE credits")
p.write_text(s[:a] + """CREATE TABLE folded (
    customer TEXT NOT NULL, sort TEXT NOT NULL, id TEXT NOT NULL, kind TEXT NOT NULL, received TEXT NOT NULL,
    meter TEXT, quantity TEXT, at TEXT, target TEXT, revision INTEGER NOT NULL, PRIMARY KEY (customer, sort, id)
);
""" + s[b:])
P
