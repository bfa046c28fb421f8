import csv

from heron.api import Finding, hook


@hook("parse", priority=40)
def parse(document):
    if document.suffix != ".csv":
        return None
    return {"rows": list(csv.reader(document.text.splitlines()))}


@hook("check")
def check(document, ctx):
    rows = (document.parsed or {}).get("rows", [])
    out, seen = [], set()
    wanted = ctx.settings["keys"].get(document.path.rsplit("/", 1)[-1])
    for number, row in enumerate(rows, 1):
        if len(row) != len(rows[0]):
            out.append(Finding(document.path, number, "csv:width", "error", f"{len(row)} columns"))
        elif wanted in rows[0] and number > 1:
            key = row[rows[0].index(wanted)]
            if key in seen:
                out.append(Finding(document.path, number, "csv:double", "error", f"{key} is there already"))
            seen.add(key)
    return out
