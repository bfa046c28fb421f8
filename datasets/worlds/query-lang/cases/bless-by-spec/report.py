import re
import subprocess
from pathlib import Path

before = subprocess.run(["git", "show", "HEAD:conformance/newcomer.case"], capture_output=True, text=True, check=True).stdout


def cases(text):
    return {part.split("\n")[0]: part for part in re.split(r"^== ", text, flags=re.M)[1:]}


def part(text, name):
    found = re.search(rf"^{name}:\n(.*?)(?=^old:$|^expect:$|\Z)", text, flags=re.M | re.S)
    return found.group(1).strip() if found else ""


now, lines = cases(Path("conformance/newcomer.case").read_text()), []
for name, text in sorted(cases(before).items()):
    if name not in now:
        rule = re.search(r"^parked: (\S+)", Path(f"conformance/parked/{name}.case").read_text(), flags=re.M).group(1)
        lines.append(f"{name};parked {rule};parked {rule}")
        continue
    new = "kept" if part(text, "expect") == part(now[name], "expect") else "blessed"
    known = re.search(r"^known: (.*)$", now[name], flags=re.M)
    lines.append(f"{name};{new};{known.group(1) if known else 'same'}")
Path("ops/report.csv").write_text("\n".join(lines) + "\n")
