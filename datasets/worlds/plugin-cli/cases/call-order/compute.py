import json, os, sys, tempfile
from pathlib import Path

HERE = os.getcwd()
sys.path.insert(0, HERE)
sys.dont_write_bytecode = True
from heron.cli.main import main
import heron.cli.commands.check, heron.cli.commands.hooks, heron.cli.commands.plugins
OUT = {}
for name in [k for k in os.environ if k.startswith("HERON")]:
    del os.environ[name]


def inside(work):
    """Return the exit code and the output of work in a process of its own."""
    file = tempfile.NamedTemporaryFile()
    if (child := os.fork()) == 0:
        os.dup2(os.open(file.name, os.O_WRONLY), 1)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        code = work()
        sys.stdout.flush()
        os._exit(code)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return code, Path(file.name).read_text()


class Scene:
    def __init__(self, enabled, more="", files=None):
        self.top = Path(tempfile.mkdtemp())
        self.log = Path(tempfile.mkdtemp()) / "t.log"
        (self.top / ".git").mkdir()
        self.put("heron.toml", f"[plugins]\nenabled = {json.dumps(enabled)}\npaths = {json.dumps([HERE + '/contrib', 'mine'])}\n{more}")
        for name, text in (files or {"a.md": "# A\n\nx \n"}).items():
            self.put(name, text)

    def put(self, name, text):
        (self.top / name).parent.mkdir(parents=True, exist_ok=True)
        (self.top / name).write_text(text)

    def own(self, name, code):
        self.put(f"mine/{name}/plugin.toml", f'name = "{name}"\nversion = "1.0.0"\napi = 2\n')
        self.put(f"mine/{name}/plugin.py", "from heron.api import Done, Finding, hook\n" + code)

    def check(self, *args):
        self.code, said = inside(lambda: main(["--root", str(self.top), "check", "--format", "json", "--trace", str(self.log), *args]))
        self.trace = self.log.read_text().splitlines() if self.log.exists() else []
        self.report = json.loads(said) if said else None
        return self

    def calls(self, hook):
        return [line.removeprefix(hook + " ") for line in self.trace if line.startswith(hook + " ")]

    def hooks(self, hook):
        said = inside(lambda: main(["--root", str(self.top), "hooks", hook]))[1]
        return [line.split()[1] for line in said.splitlines() if "(wrapper)" not in line]


ACME = ["ticket-links", "acme.review", "acme.severity", "owners"]
OUT["A"] = Scene(ACME, '[plugins.priorities]\n"acme.severity" = 60\n"acme.review" = 55\n').hooks("filter")
OUT["B"] = Scene(ACME, '[plugins.priorities]\n"acme.severity" = 60\n"acme.review.filter" = 95\n').hooks("filter")
s = Scene([])
s.own("early", '@hook("filter", priority=10, before=["suppress"])\ndef f(finding):\n    return finding\n')
s.own("late", '@hook("filter", priority=99, after=["threshold", "spelling"])\ndef f(finding):\n    return finding\n')
s.put("heron.toml", (s.top / "heron.toml").read_text().replace("enabled = []", 'enabled = ["early", "late"]'))
OUT["C"] = s.hooks("filter")
OUT["D"] = Scene(["ticket-links", "notify", "metrics", "acme.review", "acme.severity", "spelling"]).check().calls("finish")
s = Scene(["owners", "spelling", "metrics", "freshness"])
OUT["E"] = s.check().calls("check")
OUT["F"] = s.check().calls("check"), s.check().calls("check")
s = Scene(["freshness"], files={"a.md": "---\nreviewed: 2025-13-01\n---\n# A\n", "b.md": "---\nreviewed: 2020-01-01\n---\n# B\n"}).check()
OUT["G"] = [line for line in s.trace if " freshness" in line], s.code
LEVELS = '["acme.severity"]\nlevels = { "whitespace:*" = "error" }\n[core]\nmin-level = "warning"\n'
s = Scene(["acme.severity"], LEVELS).check()
t = Scene(["acme.severity"], LEVELS + "[plugins.priorities]\nthreshold = 20\n").check()
OUT["H"] = [len(s.report["findings"]), s.report["filtered"], s.code, len(t.report["findings"]), t.report["filtered"], t.code]
s = Scene(["ticket-links"], files={"a.md": "# A\n\nTODO \nDOC-7 TODO \nTODO heron:ignore TL001\nTODO heron:ignore ticket-links:*\n"}).check()
OUT["I"] = [[f["line"], f["code"]] for f in s.report["findings"]], s.report["filtered"]
s = Scene(["glossary", "ticket-links"], '[profile.nightly.plugins]\n"enabled+" = ["glossary", "freshness"]\n"enabled-" = ["glossary"]\n')
s.put("heron.local.toml", '[plugins]\n"enabled+" = ["spelling", "freshness"]\n')
listed = inside(lambda: main(["--root", str(s.top), "plugins", "list", "-p", "nightly"]))[1]
OUT["J"] = [line.split()[0] for line in listed.splitlines() if "(api" in line]
s = Scene(["gate", "spelling", "freshness"])
s.own("gate", '@hook("check", priority=55)\ndef c(document):\n    raise Done([])\n')
OUT["K"] = s.check().calls("check")
s = Scene(["glossary"], files={"a.md": "# A\n", "b.md": "# B\n", "glossary.csv": "avoid,instead\nx,y\n"}).check("-s", 'core.include=["*.md"]')
OUT["L"] = [len(s.report["failures"]), s.code]
s = Scene(["owners", "acme.review"], files={"a.md": "# A\n", "heron-baseline.json": "{}"}).check()
from argparse import Namespace
from heron.cli.session import registry_of, root_of
from heron.engine.run import run


def watched():
    args = Namespace(root=str(s.top), set=[], profile=None)
    try:
        run(root_of(args), *registry_of(args), print)
    except Exception:
        return 0
    return 1


OUT["M"] = [s.code, inside(watched)[1].splitlines()]
print(json.dumps(OUT))
