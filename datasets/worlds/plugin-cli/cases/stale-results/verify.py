import json

unchanged("docs/cache.md", "docs/hooks.md", "docs/plugins.md")
EXPECTED = json.loads(hidden["expected.json"])
PROGRAM = '''
import json, os, sys, tempfile
from pathlib import Path
import heron.cli.main, heron.cli.commands.check, heron.cli.parser
NAMES = [n for n in os.environ if n.startswith("HERON")]
for n in NAMES: del os.environ[n]


def once(root, step, where):
    """One run of heron, in a process of its own."""
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        for number in (1, 2):
            os.dup2(os.open(f"{where}{number}", os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
        os.environ.update(step.get("env", {}))
        code = 70
        try:
            code = heron.cli.main.main(["--root", str(root), "check", "--stats", "--format", "json", *step["args"]])
            sys.stdout.flush(); sys.stderr.flush()
        except BaseException as error:
            print("raised", type(error).__name__, error, flush=True)
        os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def played(steps, top):
    root = top / "tree"
    root.mkdir(parents=True)
    (root / ".git").mkdir()
    out = []
    for step in steps:
        for path, text in step["write"].items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text)
        for path in step.get("remove", ()):
            (root / path).unlink()
        if "move" in step:
            root = root.rename(top / step["move"])
        if "corrupt" in step:
            for path in root.glob(".heron-cache/*/*"):
                path.write_bytes(step["corrupt"].encode("latin-1"))
        code = once(root, step, top / "out")
        report, told = ((top / f"out{n}").read_bytes().decode(errors="replace") for n in (1, 2))
        stats = told.rpartition("cache: ")[2].split() if step["stats"] else None
        out.append([code, report.strip(), stats])
    return out


with tempfile.TemporaryDirectory() as name:
    for number, (title, steps) in enumerate(json.loads(SCENARIOS)):
        show([title, played(steps, Path(name).resolve() / str(number))])
'''
assert EXPECTED[-1][0] == "old entries" and len(EXPECTED) == 33
shown = observe(f"SCENARIOS = {hidden['scenarios.json']!r}\n{PROGRAM}", timeout=120)
assert [title for title, _ in shown] == [title for title, _ in EXPECTED]
for (title, found), (_, wanted) in zip(shown, EXPECTED):
    assert len(found) == len(wanted), title
    for step, (got, want) in enumerate(zip(found, wanted)):
        assert got[0] == want[0], (title, step, got, want)
        assert got[1] == want[1], (title, step, got[1][-600:], want[1][-600:])
        assert want[2] is None or got[2] == want[2], (title, step, got[2], want[2])
