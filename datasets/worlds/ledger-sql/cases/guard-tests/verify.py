import json

migrations = ["db/migrations/0002_journal.sql", "db/migrations/0007_matches.sql", "db/migrations/0009_lines_minor.sql"]
triggers = ["10_entries", "20_lines", "30_periods", "40_bank", "50_matches", "60_audit"]
paths = [*migrations, *[f"db/triggers/{name}.sql" for name in triggers]]
unchanged(*paths, "docs/guards.md", "tests/support.py", "quire/db.py", "quire/migrate.py", "quire/seed.py", "db/seed/accounts.csv")
given = {path: read(path) for path in paths}


def outcome(*options):
    return run("python3", "-S", "-B", "-m", "unittest", *options, "tests.test_guards", timeout=20)


def passing():
    ran = outcome()
    return ran.code == 0 and not ran.late and "\nOK" in ran.err


assert passing(), outcome()
for make in ("other", "renamed"):
    for path, text in hidden.items():
        if path.startswith(make + "/"):
            write("db/triggers/" + path.split("/")[1], text)
    assert passing(), (make, outcome())
    for path, text in given.items():
        write(path, text)
for path, right, wrong in json.loads(hidden["mutants.json"]):
    assert given[path].count(right) == 1, right
    write(path, given[path].replace(right, wrong))
    ran = outcome("-f")
    assert ran.code == 1 and not ran.late and "FAILED" in ran.err, (path, wrong, ran)
    write(path, given[path])
