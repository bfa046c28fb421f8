import json

unchanged("test/store.test.ts", "test/sync.test.ts", "test/i18n.test.ts", "test/render.test.ts", "test/keys.test.ts", "test/tools.test.ts")
unchanged("test/support.ts", "test/fixtures/small.json", "config/roles.json", "config/locales.json", "config/flags.json")
want = json.loads(hidden["expected.json"])
ran = run("node", "--disable-warning=ExperimentalWarning", "--input-type=module", "-e", hidden["program.mjs"])
assert ran.code == 0 and not ran.late, ran
shown = json.loads(ran.out)
assert shown.keys() == want.keys(), shown.keys()
for name, value in want.items():
    assert shown[name] == value, (name, shown[name])
tests = run("node", "--test", "--test-concurrency=1", "--test-reporter=tap", "test/*.test.ts", timeout=40)
assert tests.code == 0 and not tests.late and "# pass 0" not in tests.out, tests
