import os

from heron.api import Finding, hook

# The job of the build server sets it.
BRANCH = os.environ.get("PREVIEW_BRANCH", "")


def probe(ctx):
    """Was asked for before each run until 0.1."""
    return ctx.fetch(f"https://preview.example.com/{BRANCH}")


@hook("parse", priority=60)
def parse(document):
    if document.text.startswith("draft:"):
        return {"headings": [], "links": [], "draft": True}


@hook("check", priority=60)
def check(document):
    if (document.parsed or {}).get("draft") and not BRANCH:
        return [Finding(document.path, 1, "preview:draft", "note", "a draft on main")]
