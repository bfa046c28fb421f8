import json

NAMES = {
    "watch": ["segments that come are told in their order", "what was told is not told again", "two watches of a folder know nothing of each other", "a watch that was stopped tells nothing"],
    "segments": ["segments are read in the order of their numbers", "a dead letter lies in the file of the day on which its line arrived"],
    "numbers": ["a report has its lines in the order of their keys", "windows begin at full quarters of UTC", "late events come to the same numbers in whatever order"],
}
RIGHT = {path: hidden["right/" + path.rsplit("/", 1)[1]] for path in ("src/io/watch.ts", "src/io/files.ts", "src/io/segments.ts", "src/state/dead.ts", "src/report/report.ts", "src/stages/windows.ts")}
OTHERS = ("config", "pipeline", "report", "sources", "stages", "state")
unchanged(*[f"test/{name}.test.ts" for name in OTHERS], "test/support.ts", "package.json", "src/io/segments.ts", "src/state/dead.ts", "src/stages/windows.ts", "src/pipeline.ts")
unchanged("docs/watch.md", "docs/files.md", "docs/reports.md", "docs/windows.md", "docs/dead-letters.md")
assert all(len(read(f"test/{name}.test.ts")) < 40_000 for name in NAMES)
assert run("mkdir", "-p", "judge/tmp").code == 0
write("judge/stress.mjs", hidden["stress.mjs"])
FLAGS = ("--disable-warning=ExperimentalWarning", "--import", "./judge/stress.mjs", "--test-force-exit", "--test-reporter=tap")


def node(name, *args, stress="", zone="UTC"):
    settings = ["TMPDIR=judge/tmp", f"STRESS={stress}", f"TZ={zone}"]
    return run("env", *settings, "node", *FLAGS, *args, f"test/{name}.test.ts", timeout=30)


def results(ran):
    lines = [line.strip() for line in ran.out.split("\n")]
    good = sorted(line.split(" - ", 1)[1] for line in lines if line.startswith("ok ") and " - " in line)
    bad = [line.split(" - ", 1)[1] for line in lines if line.startswith("not ok ") and " - " in line]
    return good, bad


def passes(when, names=NAMES, *args, **how):
    for name, wanted in names.items():
        ran = node(name, *args, **how)
        good, bad = results(ran)
        assert ran.code == 0 and not ran.late and not bad and good == sorted(wanted), (when, name, ran)


for stress, zone in (("", "UTC"), ("readdir clock random=0", "Pacific/Kiritimati"), ("slow language random=1", "America/St_Johns"), ("clock language random=4242", "Asia/Kathmandu")):
    passes(stress, stress=stress, zone=zone)
twice = " ".join(["node", *FLAGS])
beside = "; ".join(f"{twice} test/{name}.test.ts > judge/NN-{name} || x=1" for name in ("segments", "watch"))
told = f"export TMPDIR=judge/tmp STRESS='slow write random=0'; ( {beside.replace('NN', 'a')}; exit $x ) & ( {beside.replace('NN', 'b')}; exit $x ); y=$?; wait $! && exit $y"
ran = run("sh", "-c", told, timeout=40)
assert ran.code == 0 and not ran.late, ("twice at once", ran)
for name in ("watch", "segments"):
    passes("alone", {name: NAMES[name][-1:]}, "--test-name-pattern", NAMES[name][-1], stress="random=0")
suite = run("node", "--test", "--test-force-exit", "--test-reporter=tap", *[f"test/{name}.test.ts" for name in ("config", "report", "state", "pipeline")], timeout=60)
assert suite.code == 0 and not suite.late, suite
for path, text in RIGHT.items():
    write(path, text)
passes("right", stress="readdir slow random=77")
for path, name, title, stress, old, new in json.loads(hidden["mutants.json"]):
    assert RIGHT[path].count(old) == 1, (path, old)
    write(path, RIGHT[path].replace(old, new))
    ran = node(name, stress=stress)
    good, bad = results(ran)
    write(path, RIGHT[path])
    assert ran.code == 1 and not ran.late and title in bad, ("not noticed", title, new, ran)
