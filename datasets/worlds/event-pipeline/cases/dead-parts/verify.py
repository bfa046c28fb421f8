import json

want = json.loads(hidden["expected.json"])
GONE = ("src/sources/radar.ts", "src/stages/throttle.ts", "ops/push.sh", "docs/signs.md", "config/metrics-summer.yaml", "src/feeds/tourist.ts")
now = files()
for path in GONE:
    assert path not in now, path
unchanged(*[path for path in want["kept"]])
shown = run("node", "--disable-warning=ExperimentalWarning", "--input-type=module", "-e", hidden["exports.mjs"])
assert shown.code == 0 and not shown.late, shown
exports = json.loads(shown.out)
for path, name in (("geo.ts", "bearing"), ("stages/alerts.ts", "windowOf"), ("feeds/common.ts", "starsOf"), ("feeds/common.ts", "meanOf")):
    assert name not in exports.get(path, []), (path, name)
assert exports["readers"] == ["app.batch", "gates.jsonl", "tide.kv", "vessels.pipe", "weather.csv"], exports["readers"]
assert exports["formats"] == [2, 3], exports["formats"]
assert json.loads(read("config/feeds.json")) == want["feeds.json"]


E = "e() { env -u ESTUARY_DATA -u ESTUARY_ENVIRONMENT bash bin/estuary \"$@\"; }; "


def bash(command, env="production", data="judge/sample"):
    return run("env", f"ESTUARY_DATA={data}", f"ESTUARY_ENVIRONMENT={env}", "bash", "-c", E + command, timeout=40)


def done(command, **where):
    ran = bash(command, **where)
    assert ran.code == 0 and not ran.late, (command, ran)
    return ran.out


names = bash("source ops/lib.sh; declare -F | cut -d' ' -f3 | sort | tr '\\n' ' '").out.split()
assert [name for name in names if name != "e"] == "days die estuary lock say setting".split(), names
mail = bash("bash ops/night.sh 2025-11-01 mail")
assert mail.code != 0 and "no task: mail" in mail.err, mail
got = {}
for env in ("dev", "staging", "production", "pilot", "museum"):
    got["config " + env] = json.loads(done(f"e config --env {env}"))
done("mkdir -p judge && cp -r data/sample judge/sample && cp -r data/archive/museum judge/museum && mkdir -p judge/pilot/in/tide")
write("judge/pilot/in/tide/000001.seg", hidden["tide.seg"])
done("bash ops/run.sh && e run --drain --env production --data judge/sample >/dev/null && bash ops/night.sh 2025-11-01 reports return pages retain && bash ops/feed.sh")
got["check"] = done("bash ops/check.sh")
got["where"] = done("bash ops/where.sh")
got["dead"] = done("e dead --data judge/sample")
got["retain"] = done("bash ops/retain.sh 2025-12-24")
got["museum"] = done("e run --env museum --data judge/museum && e run --env museum --drain --data judge/museum")
done("e run --drain --env pilot --data judge/pilot && bash ops/feed.sh", env="pilot", data="judge/pilot")
got["tides"] = done("bash ops/export-tides.sh 2025-11-01", data="judge/pilot")
for path in files("judge"):
    if "/state/" not in path and "/lock/" not in path and not path.endswith(".seg"):
        got[path] = read(path)
for name in want["got"]:
    assert got.get(name) == want["got"][name], (name, got.get(name))
assert got.keys() == want["got"].keys(), sorted(got.keys() ^ want["got"].keys())
tests = run("node", "--test", "--test-concurrency=2", "--test-reporter=tap", "test/*.test.ts", timeout=60)
assert tests.code == 0 and not tests.late, tests
for name, text in want["tests"].items():
    write(f"test/{name}.test.ts", text)
tests = run("node", "--test", "--test-concurrency=2", "--test-reporter=tap", *[f"test/{name}.test.ts" for name in want["tests"]], timeout=60)
assert tests.code == 0 and not tests.late and "# fail 0" in tests.out and "# pass 0" not in tests.out, tests
