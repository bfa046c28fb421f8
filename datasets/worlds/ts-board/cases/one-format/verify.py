import json

unchanged("test/store.test.ts", "test/sync.test.ts", "test/i18n.test.ts", "test/render.test.ts", "test/keys.test.ts", "test/tools.test.ts")
unchanged("test/support.ts", "test/fixtures/small.json", "config/locales.json")
unchanged("src/i18n/message.ts", "src/i18n/plural.ts", "src/i18n/locales.ts")
names = files()
assert not [name for name in names if name.startswith("locales/legacy") or name == "src/i18n/legacy.ts"], names
want = json.loads(hidden["expected.json"])
ran = run("node", "--disable-warning=ExperimentalWarning", "--input-type=module", "-e", hidden["program.mjs"])
assert ran.code == 0 and not ran.late, ran
shown = json.loads(ran.out)
assert shown.keys() == want.keys()
for part in ("texts", "keys"):
    for name, value in want[part].items():
        assert shown[part].get(name) == value, (name, shown[part].get(name), value)
assert shown["pages"] == want["pages"]
plain = {}
for locale in ("en", "de", "de-AT", "fr", "pl", "pt", "pt-BR"):
    plain[locale] = json.loads(read(f"locales/{locale}.json"))
    assert all(isinstance(value, str) for value in plain[locale].values())
    assert sorted(plain[locale]) == want["keys"][locale], locale
tool = run("node", "--disable-warning=ExperimentalWarning", "tools/check-messages.ts")
assert tool.code == 0 and sorted(tool.out.split("\n")) == sorted(hidden["unused.txt"].split("\n")), tool
tests = run("node", "--test", "--test-concurrency=1", "--test-reporter=tap", "test/*.test.ts", timeout=40)
assert tests.code == 0 and not tests.late, tests
