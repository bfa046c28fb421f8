import json

BASE = "ops/2025-11-12/"
want = json.loads(hidden["expected.json"])
unchanged(*[BASE + path for path in want["given"]])
unchanged("config/base.yaml", "config/metrics.yaml", "src/pipeline.ts", "src/stages/windows.ts", "src/cli.ts", "ops/lib.sh")
assert {path for path in files(BASE) if not path.startswith(BASE + "work/")} == {BASE + path for path in want["given"]}
work = {path[len(BASE) + 5 :] for path in files(BASE + "work")}
state = sorted(path for path in work if path.startswith("state/"))
assert state[: len(want["old"])] == want["old"] and len(state) > len(want["old"]), state
rest = {path for path in work if not path.startswith(("state/", "lock/"))}
wanted = {*want["files"], "report.json", *[f"quarantine/{name}" for name in want["quarantine"]]}
assert rest == wanted, sorted(rest ^ wanted)
for path, text in want["files"].items():
    assert read(f"{BASE}work/{path}") == text, path
for name in want["quarantine"]:
    kept = "state/" + name if name.startswith("checkpoint") else "in/" + name.replace("-", "/")
    assert read(f"{BASE}work/quarantine/{name}") == read(f"{BASE}data/{kept}"), name
for path in want["old"]:
    assert read(f"{BASE}work/{path}") == read(f"{BASE}data/{path}"), path
newest = json.loads(read(f"{BASE}work/{state[-1]}"))
assert newest["state"] == want["state"], [key for key in want["state"] if newest["state"].get(key) != want["state"][key]]
report = json.loads(read(BASE + "work/report.json"))
for name in ("restored", "quarantined"):
    report[name] = sorted(report[name])
assert report == want["report"], report
ran = run("bash", "bin/estuary", "config", "--env", "production")
config = json.loads(ran.out)
assert (config["lateness"], config["checkpoint"], config["env"]) == ("45m", {"every": 2000, "keep": 14}, "production"), ran
assert run("bash", "bin/estuary", "verify", "--data", BASE + "work").code == 0
