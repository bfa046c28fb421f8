import json

NAMES = ("config", "pipeline", "report", "sources", "stages", "state")
unchanged(*[f"test/{name}.test.ts" for name in NAMES], "test/support.ts")
unchanged("config/metrics.yaml", "config/base.yaml", "config/reports.yaml", "config/vessels.json")
given = json.loads(hidden["scenarios.json"])
want = json.loads(hidden["expected.json"])


def put(texts, under=""):
    for path, text in texts.items():
        path = under + path
        assert run("mkdir", "-p", path.rsplit("/", 1)[0]).code == 0
        write(path, text)


def estuary(*args):
    ran = run("bash", "bin/estuary", *args, timeout=30)
    assert ran.code == 0 and not ran.late, (args, ran)
    return ran.out


def outputs(data):
    found = {}
    for folder in ("out", "dead"):
        for path in files(data):
            if path.startswith(f"{data}/{folder}/"):
                found[path[len(data) + 1 :]] = [json.loads(line) for line in read(path).splitlines()]
    return found


def same(got, name, wanted):
    assert got.keys() == wanted.keys(), (name, sorted(got))
    for path, rows in wanted.items():
        for n, row in enumerate(rows):
            assert got[path][n : n + 1] == [row], (name, path, n, row, got[path][n : n + 1])
        assert len(got[path]) == len(rows), (name, path, len(got[path]))


put(given["conf"])
put({"config/reports.yaml": read("config/reports.yaml") + given["reports"]})
for name, text in given["scen"].items():
    put({"in/vessels/000001.seg": text}, f"judge/{name}/")
    estuary("run", "--env", "judge", "--data", f"judge/{name}")
    estuary("run", "--env", "judge", "--drain", "--data", f"judge/{name}")
    same(outputs(f"judge/{name}"), name, want[name])
assert estuary("report", "trips", "--data", "judge/wild", "--day", "2025-11-11") == want["report"]
put({"in/vessels/000001.seg": given["scen"]["wild"]}, "judge/cut/")
for time in ("07:00", "08:13", "09:30", "11:00", "12:45"):
    estuary("run", "--env", "judge", "--data", "judge/cut", "--until", f"2025-11-11T{time}:00Z")
estuary("run", "--env", "judge", "--drain", "--data", "judge/cut")
same(outputs("judge/cut"), "cut", want["wild"])
put({**given["before"], "in/vessels/000001.seg": given["scen"]["late"]}, "judge/on/")
estuary("run", "--env", "judge", "--drain", "--data", "judge/on")
same(outputs("judge/on"), "on", want["on"])
put(given["bad"])
for path in given["bad"]:
    name = path[len("config/metrics-") : -len(".yaml")]
    put({"config/judge.yaml": given["env"].replace("%s", name)})
    ran = run("bash", "bin/estuary", "config", "--env", "judge")
    assert ran.code == 2 and f"odd_{name}" in ran.err, (name, ran)
tests = run("node", "--test", "--test-concurrency=1", "--test-reporter=tap", "test/stages.test.ts", "test/pipeline.test.ts", timeout=60)
assert tests.code == 0 and not tests.late and "# pass 0" not in tests.out, tests
