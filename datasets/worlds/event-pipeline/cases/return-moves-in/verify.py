import json

DAY = "2025-11-05"
NAMES = ("config", "pipeline", "report", "sources", "stages", "state")
unchanged(*[f"test/{name}.test.ts" for name in NAMES], "test/support.ts")
assert not [path for path in files() if path.startswith("legacy/")], "legacy/ is still there"
scenarios = json.loads(hidden["scenarios.json"])
expected = json.loads(hidden["expected.json"])
node = run("sh", "-c", "command -v node").out.strip()
fake = run("sh", "-c", "mkdir -p judge/bin && for n in awk mawk gawk original-awk; do printf '#!/bin/sh\\nexit 9\\n' > judge/bin/$n && chmod +x judge/bin/$n; done")
assert fake.code == 0, fake
for name, given in scenarios.items():
    data = f"judge/{name}"
    assert run("mkdir", "-p", f"{data}/in/vessels").code == 0
    for path, text in given.items():
        write(f"{data}/in/vessels/{path}", text)
    ran = run("env", "PATH=/nonexistent", node, "--disable-warning=ExperimentalWarning", "src/cli.ts", "return", "--day", DAY, "--data", data)
    assert ran.code == 0 and not ran.late, (name, ran)
    assert ran.out == expected[name], (name, ran.out)
told = "PATH=$PWD/judge/bin:$PATH ESTUARY_DATA=$PWD/judge/pieces ESTUARY_ENVIRONMENT=staging bash ops/night.sh " + DAY + " return"
ran = run("sh", "-c", told)
assert ran.code == 0 and not ran.late, ran
assert read(f"judge/pieces/reports/return-{DAY}.txt") == expected["pieces"]
told = "PATH=$PWD/judge/bin:$PATH node --test --test-concurrency=1 --test-reporter=tap test/report.test.ts"
tests = run("sh", "-c", told, timeout=60)
assert tests.code == 0 and not tests.late and "# pass 0" not in tests.out, tests
