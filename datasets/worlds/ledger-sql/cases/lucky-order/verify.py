import ast
import json

others = "imports journal migrate money periods rates reconcile reports".split()
unchanged(*[f"tests/test_{name}.py" for name in others], "tests/test_shell.py", "tests/support.py", "tests/__init__.py", "bin/test")
unchanged("docs/reports.md", "docs/periods.md", "docs/imports.md", "docs/reconciliation.md", "db/reports/manifest.toml", "db/views/40_bank.sql", "db/views/60_assets.sql")
shaky = {
    "lists": ["test_unmatched_lines_are_listed_by_account_and_day", "test_a_reversal_has_the_lines_of_its_entry", "test_a_match_is_found_in_the_trail"],
    "wire": ["test_your_own_format", "test_what_is_loaded_is_known"],
    "sealing": [],
}


def tests(text):
    assert len(text) < 60_000
    return {n.name: ast.dump(n) for n in ast.walk(ast.parse(text)) if isinstance(n, ast.FunctionDef) and n.name.startswith("test")}


for name, wrong in shaky.items():
    before, after = tests(hidden[f"given/test_{name}.py"]), tests(read(f"tests/test_{name}.py"))
    assert before.keys() == after.keys(), (name, sorted(after))
    for kept in before.keys() - set(wrong):
        assert before[kept] == after[kept], (name, kept)


def suite(names, *environment):
    return run("env", *environment, "python3", "-B", "-m", "unittest", *[f"tests.test_{name}" for name in names], timeout=30)


modules = sorted([*others, *shaky])
for names, environment in (
    (modules, ["PYTHONHASHSEED=1"]), (modules[::-1], ["PYTHONHASHSEED=4"]), (modules, ["PYTHONHASHSEED=6", "QUIRE_REVERSE=1"]),
    (modules[::-1], ["PYTHONHASHSEED=9", "QUIRE_REVERSE=1"]), (["wire", *modules], []), (["lists"], ["QUIRE_REVERSE=1"]),
):
    ran = suite(names, *environment)
    assert ran.code == 0 and not ran.late and "\nOK" in ran.err and "skipped" not in ran.err, (names, environment, ran)
shown = observe(hidden["behaviour.py"])
wanted = json.loads(hidden["expected.json"])["behaviour.py"]
for number, (found, right) in enumerate(zip(shown, wanted)):
    assert found == right, (number, found, right)
assert len(shown) == len(wanted), len(shown)
for path, right, wrong, name, test, environment in json.loads(hidden["mutants.json"]):
    kept = read(path)
    assert right == "*" or kept.count(right) == 1, (path, right)
    write(path, wrong if right == "*" else kept.replace(right, wrong))
    ran = suite([name], *environment.split())
    write(path, kept)
    assert ran.code == 1 and not ran.late and f": {test} (" in ran.err, (path, wrong, test, ran)
