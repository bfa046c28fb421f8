import itertools


def lines(text):
    return [line.rstrip() for line in text.splitlines() if line.strip()]


def parts(text):
    """The cases of a file by name, each as its lines."""
    found, name = {}, ""
    for line in lines(text):
        if line.startswith("== "):
            name = line[3:].strip()
            assert name not in found, name
        found.setdefault(name, []).append(line)
    return found


GIVEN = [p for p in files("quern") if p.endswith(".py")] + files("docs") + files("data") + ["config/engine.toml", "ops/todo.md", "ops/README.md"]
unchanged(*GIVEN, *[f"conformance/{n}.case" for n in ("aggregates", "errors", "joins", "nulls", "order", "windows")], *files("conformance/data"))
wanted, got = parts(hidden["newcomer.case"]), parts(read("conformance/newcomer.case"))
assert sorted(got) == sorted(wanted), sorted(set(got) ^ set(wanted))
for name in wanted:
    assert got[name] == wanted[name], f"{name}: {got[name]} instead of {wanted[name]}"
names = sorted(p.split("/")[1] for p in hidden if p.startswith("parked/"))
assert files("conformance/parked") == [f"conformance/parked/{n}" for n in names], files("conformance/parked")
for name in names:
    assert lines(read(f"conformance/parked/{name}")) == lines(hidden[f"parked/{name}"]), name
report, right = lines(read("ops/report.csv")), lines(hidden["report.csv"])
for mine, true in itertools.zip_longest(report, right):
    assert mine == true, (mine, true)
conform = run("python3", "-B", "-m", "quern", "conform")
assert conform.code == 0 and conform.out.strip() == "0 differences", conform
