import json, os, re, subprocess

PROGRAM = r"""{file:try.mjs}"""
told = subprocess.run(["node", "--disable-warning=ExperimentalWarning", "--input-type=module", "-e", PROGRAM], capture_output=True, text=True, check=True)
found = json.loads(told.stdout)


def git(*args):
    return subprocess.run(["git", *args], capture_output=True, text=True, check=True).stdout


def since(metric, wanted):
    """The first commit from which on the metric has the wanted value."""
    subject = None
    for line in git("log", "--reverse", "--format=%H %s", "--", "config/metrics.yaml").splitlines():
        commit, title = line.split(" ", 1)
        text = git("show", f"{commit}:config/metrics.yaml")
        part = next((p for p in text.split("  - name: ") if p.startswith(metric + "\n")), "")
        right = re.search(r"value: (.*)", part) and re.search(r"value: (.*)", part).group(1) == wanted
        subject = subject or title if right else None
    return subject


found["since"] = {"tickets": since("tickets", "sum count"), "zone_traffic": since("zone_traffic", "sum count")}
print(json.dumps(found))
