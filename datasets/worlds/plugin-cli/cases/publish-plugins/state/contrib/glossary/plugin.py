import csv
import re

from heron.api import Finding, hook
from heron.util.text import prose, remembered


@hook("configure")
def configure(ctx):
    rows = csv.DictReader(ctx.read("glossary.csv").splitlines()) if ctx.exists("glossary.csv") else []
    remembered(ctx, "glossary.terms", {row["avoid"]: row["use"] for row in rows if row["avoid"]})


@hook("check")
def check(document, ctx):
    out = []
    for number, line in prose(document.lines):
        for avoid, use in ctx.shared["glossary.terms"].items():
            if re.search(rf"\b{re.escape(avoid)}\b", line, re.I):
                text = f"{use}, not {avoid}"
                out.append(Finding(document.path, number, "glossary:term", ctx.settings["level"], text))
    return out
