import ast
import json

names = "apidoc catalogue exports hooks journal migrate orders outbox settings signing stacking stock totals".split()
unchanged(*[f"tests/test_{name}.py" for name in names], "tests/helpers.py", "shop/migrate.py", "config/events.json")
migrations = [path for path in files("shop/migrations") if path.endswith((".sql", ".py"))]
old = [path for path in migrations if path[16:20] <= "0012"]
assert len(old) == 12 and len(migrations) > 12, migrations
unchanged(*old)
for path in migrations:
    if path.endswith(".py"):
        text = read(path)
        assert len(text) < 60_000
        for node in ast.walk(ast.parse(text)):
            imported = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            imported += [node.module or "shop"] if isinstance(node, ast.ImportFrom) else []
            assert not any(name.split(".")[0] == "shop" for name in imported), (path, imported)
suite = run("python3", "-B", "-m", "unittest", "discover", "-s", "tests", "-t", ".", timeout=40)
assert suite.code == 0 and "\nOK" in suite.err, suite
for name, wanted in json.loads(hidden["expected.json"]).items():
    shown = observe(hidden[name])
    for number, (found, right) in enumerate(zip(shown, wanted)):
        assert found == right, (name, number, found, right)
    assert len(shown) == len(wanted), (name, len(shown))
