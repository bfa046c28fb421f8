import json

NAMES = {
    "reconcile": ["what did not fit once does not come back", "a message that was taken is ignored", "an acknowledged entry is confirmed", "an action that is refused is not kept"],
    "undo": ["fifty actions can be undone, no more", "what is done again can be undone again", "something new forgets what was undone"],
    "safety": ["members may change their own cards only", "addresses that lead away or run something are refused", "a batch needs the permission of each of its parts"],
}
FILES = ("src/sync/optimistic.ts", "src/store/undo.ts", "src/permissions/roles.ts", "src/render/escape.ts")
unchanged("test/store.test.ts", "test/sync.test.ts", "test/i18n.test.ts", "test/render.test.ts", "test/keys.test.ts", "test/tools.test.ts")
unchanged("test/support.ts", "test/fixtures/small.json", "config/roles.json", "src/permissions/roles.ts", "src/render/escape.ts", "docs/undo.md", "docs/reconciliation.md")


def tap(name):
    ran = run("node", "--disable-warning=ExperimentalWarning", "--test-reporter=tap", f"test/{name}.test.ts", timeout=10)
    assert not ran.late, ran
    lines = [line.strip() for line in ran.out.split("\n")]
    good = [line.split(" - ", 1)[1] for line in lines if line.startswith("ok ") and " - " in line]
    bad = [line.split(" - ", 1)[1] for line in lines if line.startswith("not ok ") and " - " in line]
    return ran.code, good, bad


def passes(when):
    for name, wanted in NAMES.items():
        code, good, bad = tap(name)
        assert code == 0 and not bad and sorted(good) == sorted(wanted), (when, name, code, good, bad)


passes("as it is")
ran = run("node", "--disable-warning=ExperimentalWarning", "--input-type=module", "-e", hidden["program.mjs"])
assert ran.code == 0 and not ran.late, ran
start = "Order flour"
want = [[[[3, "limit"], [1, "limit"], [2, "missing"]], 0, "todo", 6]]
for count in (3, 49, 50, 51, 120):
    kept = min(count, 50)
    want.append([[kept, 0], start if count <= 50 else f"t{count - 51}", f"t{count - 1}", [kept, 0]])
assert json.loads(ran.out) == want, ran.out
suite = run("node", "--test", "--test-concurrency=1", "--test-reporter=tap", "test/*.test.ts", timeout=40)
assert suite.code == 0 and not suite.late, suite
right = {path: hidden["right/" + path.split("/")[-1]] for path in FILES}
for path in FILES:
    write(path, right[path])
passes("right")
for path, name, title, old, new in json.loads(hidden["mutants.json"]):
    assert right[path].count(old) == 1
    write(path, right[path].replace(old, new))
    code, good, bad = tap(name)
    write(path, right[path])
    assert code == 1 and title in bad, ("not noticed", title, new, bad)
