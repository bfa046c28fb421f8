import re
from datetime import date

from heron.api import Finding, hook

REVIEWED = re.compile(r"^reviewed: (\S+)$", re.M)


@hook("parse", wrapper=True)
def front(document):
    found = yield
    head = document.text[4:].split("\n---", 1)[0] if document.text.startswith("---\n") else ""
    day = REVIEWED.search(head)
    if day:
        plugin, value = found or ("freshness", {})
        return (plugin, {**value, "reviewed": day[1]})


@hook("check", priority=20)
def check(document, ctx):
    day = (document.parsed or {}).get("reviewed")
    if day is None or document.path in ctx.shared.get("glossary.terms", {}):
        return []
    age = date.fromisoformat(ctx.settings["today"]) - date.fromisoformat(day)
    if age.days <= ctx.settings["days"]:
        return []
    return [Finding(document.path, 0, "freshness:old", "warning", f"reviewed {age.days} days ago")]
