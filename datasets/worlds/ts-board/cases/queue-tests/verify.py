import json

PATH = "src/sync/coalesce.ts"
unchanged(PATH, "src/store/registry.ts", "src/model/types.ts", "src/sync/queue.ts", "test/support.ts", "test/sync.test.ts", "docs/offline.md", "package.json")
right = read(PATH)
tests = read("test/coalesce.test.ts")
assert len(tests) < 60_000


def suite():
    return run("node", "--disable-warning=ExperimentalWarning", "--test-reporter=tap", "test/coalesce.test.ts", timeout=10)


for name, text in (("as it is", right), ("walk", hidden["walk.ts"]), ("frozen", hidden["frozen.ts"])):
    write(PATH, text)
    ran = suite()
    assert ran.code == 0 and not ran.late and "# fail 0" in ran.out and "# pass 0" not in ran.out, (name, ran)
for name, old, new in json.loads(hidden["mutants.json"]):
    assert right.count(old) == 1, name
    write(PATH, right.replace(old, new))
    ran = suite()
    assert ran.code == 1 and not ran.late, ("not noticed", name)
write(PATH, right)
