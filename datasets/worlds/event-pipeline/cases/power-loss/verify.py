import json

TESTS = "test/crash.test.ts"
PATHS = ("src/state/checkpoint.ts", "src/sinks/outputs.ts")
NAMES = ("config", "pipeline", "report", "sources", "stages", "state")
unchanged(*PATHS, "src/io/files.ts", "src/state/formats.ts", "src/canonical.ts", "docs/checkpoints.md", "docs/files.md")
unchanged(*[f"test/{name}.test.ts" for name in NAMES], "test/support.ts", "package.json")
assert len(read(TESTS)) < 80_000
given = {path: read(path) for path in PATHS}


def suite():
    return run("node", "--disable-warning=ExperimentalWarning", "--test-reporter=tap", TESTS, timeout=40)


def passes(name):
    ran = suite()
    assert ran.code == 0 and not ran.late and "# fail 0" in ran.out and "# pass 0" not in ran.out, (name, ran)


def put(texts):
    for path, text in texts.items():
        write(path, text)


passes("as it is")
for name, texts in json.loads(hidden["rights.json"]).items():
    put({**given, **texts})
    passes(name)
for path, old, new in json.loads(hidden["mutants.json"]):
    assert given[path].count(old) == 1, old
    put({**given, path: given[path].replace(old, new)})
    ran = suite()
    assert ran.code == 1 and not ran.late, ("not noticed", path, old, new)
put(given)
