import json

unchanged("test/store.test.ts", "test/sync.test.ts", "test/i18n.test.ts", "test/render.test.ts", "test/keys.test.ts", "test/tools.test.ts")
unchanged("test/support.ts", "test/fixtures/small.json", "src/render/help-old.ts", "src/render/help.ts", "src/flags/flags.ts", "config/tenants/northwind.json")
given = json.loads(hidden["flags.json"])
flags = json.loads(read("config/flags.json"))
assert flags == {name: given[name] for name in ("column.collapse", "markdown", "oldHelp", "wireThree")}, flags
lindqvist, atelier = (json.loads(read(f"config/tenants/{name}.json")) for name in ("lindqvist", "atelier"))
assert lindqvist == {"name": "Lindqvist & Co", "locale": "de-AT", "flags": {"column.collapse": True}, "keys": "pc"}, lindqvist
assert not atelier.pop("flags", {}) and atelier == {"name": "Atelier 9", "locale": "pt-BR", "keys": "pc"}, atelier
rows = [line.split("|")[1].strip() for line in read("docs/flags.md").splitlines() if line.startswith("| ") and not line.startswith("| flag ")]
assert rows == ["column.collapse", "markdown", "oldHelp", "wireThree"], rows
names = files("src")
assert not [name for name in names if name.endswith("avatar.ts")], names
assert [name for name in names if name.endswith("help-old.ts")]
want = json.loads(hidden["expected.json"])
ran = run("node", "--disable-warning=ExperimentalWarning", "--input-type=module", "-e", hidden["program.mjs"])
assert ran.code == 0 and not ran.late, ran
shown = json.loads(ran.out)
assert shown.keys() == want.keys()
for name, value in want.items():
    assert shown[name] == value, (name, shown[name])
arity = run("node", "--disable-warning=ExperimentalWarning", "--input-type=module", "-e",
            'const m = await import("./src/render/card.ts"); console.log(JSON.stringify([m.renderCard.length]))')
assert arity.code == 0 and json.loads(arity.out) == [2], arity
tests = run("node", "--test", "--test-concurrency=1", "--test-reporter=tap", "test/*.test.ts", timeout=40)
assert tests.code == 0 and not tests.late, tests
