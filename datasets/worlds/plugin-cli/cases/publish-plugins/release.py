import hashlib, json, os, re, subprocess, sys, tomllib
from pathlib import Path

WHO = {k: v for r in ("AUTHOR", "COMMITTER") for k, v in ((f"GIT_{r}_NAME", "Plugin Desk"), (f"GIT_{r}_EMAIL", "plugins@example.com"))}
KINDS = ["none", "patch", "minor", "major"]


def git(*command):
    return subprocess.run(["git", *command], env={**os.environ, **WHO}, check=True, capture_output=True, text=True).stdout


def three(text):
    return [int(n) for n in text.split(".")]


def raised(version, kind):
    a, b, c = three(version)
    level = KINDS.index(kind) - (a == 0)
    return f"{a + 1}.0.0" if level == 3 else f"{a}.{b + 1}.0" if level == 2 else f"{a}.{b}.{c + 1}"


def beyond(version):
    return raised(version, "major")


def fits(specifier, version):
    low, high = (three(re.sub("[<>=]", "", part)) for part in specifier.split(","))
    return low <= three(version) < high


plugins = {}
for path in sorted(Path("contrib").glob("*/plugin.toml")):
    text = (path.parent / "CHANGES.md").read_text()
    open_, rest = text.split("## Unreleased\n", 1)[1].split("\n## ", 1)
    lines = [line for line in open_.splitlines() if line]
    plugins[path.parent.name] = {"toml": tomllib.loads(path.read_text()), "lines": lines, "new": None, "bounds": {}}
while True:
    before = json.dumps(plugins, default=str)
    for name, p in plugins.items():
        kind = max((KINDS.index(line.split()[1].rstrip(":")) for line in p["lines"]), default=0)
        if kind:
            p["new"] = raised(p["toml"]["version"], KINDS[kind])
        for other, specifier in p["toml"].get("requires", {}).items():
            new = plugins[other]["new"]
            if new and not fits(p["bounds"].get(other, specifier), new):
                p["bounds"][other] = f"{specifier.split(',')[0]},<{beyond(new)}"
                p["lines"].append(f"- patch: goes with {other} {new}")
    if json.dumps(plugins, default=str) == before:
        break
left, order = [n for n, p in plugins.items() if p["new"]], []
while left:
    order.append(next(n for n in left if not set(plugins[n]["toml"].get("requires", {})) & set(left)))
    left.remove(order[-1])
for name in order:
    p, folder = plugins[name], Path("contrib") / name
    text = (folder / "plugin.toml").read_text().replace(f'version = "{p["toml"]["version"]}"', f'version = "{p["new"]}"')
    for other, specifier in p["bounds"].items():
        text = text.replace(f'"{p["toml"]["requires"][other]}"', f'"{specifier}"')
    (folder / "plugin.toml").write_text(text)
    head, rest = (folder / "CHANGES.md").read_text().split("## Unreleased\n", 1)
    old = rest[rest.index("\n## ") + 1:]
    kept = "".join(f"{line}\n" for line in p["lines"] if not line.startswith("- none"))
    (folder / "CHANGES.md").write_text(f"{head}## Unreleased\n\n## {p['new']}\n\n{kept}\n{old}")
    git("add", str(folder))
    git("commit", "-q", "-m", f"{name} {p['new']}")
    git("tag", "-a", "-m", f"{name} {p['new']}", f"{name}/{p['new']}")
for name in order:
    new = plugins[name]["new"]
    said = subprocess.run([sys.executable, "tools/bundle.py", f"{name}/{new}", "dist"], check=True, capture_output=True, text=True).stdout
    toml = tomllib.loads((Path("contrib") / name / "plugin.toml").read_text())
    lines = [f'name = "{name}"', f'version = "{new}"', f"api = {toml['api']}"]
    lines += [f'heron = "{toml["heron"]}"'] if "heron" in toml else []
    if "requires" in toml:
        lines.append("requires = { " + ", ".join(f'"{k}" = "{v}"' for k, v in toml["requires"].items()) + " }")
    (Path("index") / name / f"{new}.toml").write_text("\n".join([*lines, f'sha256 = "{said.split()[0]}"']) + "\n")
git("add", "index")
git("commit", "-q", "-m", "index: " + ", ".join(f"{n} {plugins[n]['new']}" for n in order))
