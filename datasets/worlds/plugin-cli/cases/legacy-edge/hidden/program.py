import json, os, sys, tempfile
from pathlib import Path
import heron.cli.main, heron.cli.commands.check, heron.cli.commands.hooks, heron.cli.commands.plugins
for name in [n for n in os.environ if n.startswith("HERON")]:
    del os.environ[name]
TOP = Path(tempfile.mkdtemp()).resolve()
COUNT = [0]


def cli(root, *args, before=None):
    """One command in a process of its own: exit code, output, errors."""
    child = os.fork()
    if child == 0:
        for number in (1, 2):
            os.dup2(os.open(f"{TOP}/out{number}", os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
        code = 70
        try:
            if before:
                before()
            code = heron.cli.main.main(["--root", str(root), *args])
            sys.stdout.flush(); sys.stderr.flush()
        except BaseException as error:
            print("raised", type(error).__name__, error, flush=True)
        os._exit(code)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return [code, *((TOP / f"out{n}").read_text().replace(str(TOP), "TOP") for n in (1, 2))]


def tree(enabled, files, more="", paths=("mine",)):
    COUNT[0] += 1
    root = TOP / f"t{COUNT[0]}"
    (root / ".git").mkdir(parents=True)
    table = {"heron.toml": f"[plugins]\nenabled = {json.dumps(enabled)}\npaths = {json.dumps(list(paths))}\n{more}", **files}
    for path, text in table.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    return root


def plugin(name, code, api="2", **fields):
    lines = [f'name = "{name}"', 'version = "1.2.3"', *([f"api = {api}"] if api else []), *(f"{k.replace('_', '-')} = {v}" for k, v in fields.items())]
    return {f"mine/{name}/plugin.toml": "\n".join(lines) + "\n", f"mine/{name}/plugin.py": code}


OLD = "from heron.legacy.api import LegacyPlugin\n"
NEW = "from heron.api import Finding, hook\n"
HOOKS = ("configure", "collect", "parse", "check", "filter", "review", "finish")
CONTRIB = str(Path.cwd() / "contrib")
